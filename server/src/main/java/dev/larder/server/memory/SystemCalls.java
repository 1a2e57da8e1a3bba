package dev.larder.server.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The four system calls of this package: `mmap`, `munmap`, `madvise` and, for messages, `strerror`.
///
/// Constants are those of the Linux ABI, the same on x86-64 and AArch64, and those of macOS where
/// they differ. Linked when first used; linking costs some milliseconds, once.
final class SystemCalls {
    static final int ADVICE_GIVE_BACK = isMac() ? 5 /* MADV_FREE */ : 4 /* MADV_DONTNEED */;
    static final int ADVICE_LARGE_PAGES = 14; // MADV_HUGEPAGE, Linux only
    static final int ADVICE_NO_LARGE_PAGES = 15; // MADV_NOHUGEPAGE, Linux only

    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE = 0x2;
    private static final int MAP_ANONYMOUS = isMac() ? 0x1000 : 0x20;
    private static final int MAP_NORESERVE = isMac() ? 0x40 : 0x4000;
    private static final long MAP_FAILED = -1;
    private static final long TEXT_BYTES_MAX = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MMAP =
            link(
                    "mmap",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                            JAVA_LONG),
                    true);
    private static final MethodHandle MUNMAP =
            link("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG), false);
    private static final MethodHandle MADVISE =
            link("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), false);
    private static final MethodHandle STRERROR =
            link("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT), false);

    private SystemCalls() {}

    /// Reserves `bytes` of private, zeroed address space that becomes resident when touched; answers
    /// its address. Fails with the system's reason.
    static long reserve(long bytes) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment state = scratch.allocate(STATE);
            int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
            long address =
                    (long) MMAP.invokeExact(state, 0L, bytes, PROT_READ_WRITE, flags, -1, 0L);
            if (address == MAP_FAILED) {
                int errno = (int) ERRNO.get(state, 0L);
                throw new MemoryUnavailableException(
                        "cannot reserve " + bytes + " bytes of address space: " + text(errno));
            }
            return address;
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /// Gives `bytes` of address space at `address` back, contents and all.
    static boolean unmap(long address, long bytes) {
        try {
            return (int) MUNMAP.invokeExact(address, bytes) == 0;
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    /// Advises the system about `bytes` at `address`; answers whether it took the advice.
    static boolean advise(long address, long bytes, int advice) {
        try {
            return (int) MADVISE.invokeExact(address, bytes, advice) == 0;
        } catch (Throwable failure) {
            throw rethrown(failure);
        }
    }

    static boolean isMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    @SuppressWarnings("restricted") // a C string of the system's own, bounded
    private static String text(int errno) throws Throwable {
        MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
        return text.reinterpret(TEXT_BYTES_MAX).getString(0);
    }

    @SuppressWarnings("restricted") // signatures as in POSIX
    private static MethodHandle link(String name, FunctionDescriptor descriptor, boolean errno) {
        MemorySegment function =
                LINKER.defaultLookup()
                        .find(name)
                        .orElseThrow(() ->
                                new MemoryUnavailableException(
                                        "this system has no "
                                                + name
                                                + "; Larder runs on Linux and macOS"));
        return errno
                ? LINKER.downcallHandle(
                        function, descriptor, Linker.Option.captureCallState("errno"))
                : LINKER.downcallHandle(function, descriptor);
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known
                ? known
                : new IllegalStateException(failure);
    }
}
