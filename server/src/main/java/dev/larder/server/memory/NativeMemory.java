package dev.larder.server.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One region of address space outside the Java heap; everything the store keeps lies in it.
///
/// Reserving costs nothing: a part of the region becomes resident when it is first touched, and
/// stops being so when it is given back. So the region can be as large as the largest limit ever
/// allowed, and the limit can change while the server runs. A fresh region, or a part given back
/// and not yet touched again, reads as zeros (on Linux).
///
/// Shape: `reservedBytes()` bytes, a multiple of [#UNIT_BYTES], beginning at a large-page boundary;
/// places are offsets from that beginning. Threads: any. Failure: [MemoryUnavailableException] with
/// the system's reason.
public final class NativeMemory implements AutoCloseable {
    /// Reservations are multiples of this.
    public static final long UNIT_BYTES = 64 << 10;

    /// A large page of x86-64 and of AArch64 with 4 KiB pages.
    private static final long ALIGNMENT = 2 << 20;

    private final Arena arena;
    private final MemorySegment segment;
    private final RawBytes bytes;

    private NativeMemory(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
        this.bytes = new RawBytes(segment);
    }

    /// Reserves at least `bytes`, on ordinary pages.
    public static NativeMemory reserve(long bytes) {
        return reserve(bytes, LargePages.NEVER);
    }

    /// Reserves at least `bytes`, on pages as `largePages` says (advice: the system may not have any).
    @SuppressWarnings("restricted") // exactly the range that mmap answered
    public static NativeMemory reserve(long bytes, LargePages largePages) {
        if (bytes <= 0 || bytes > Long.MAX_VALUE / 2) {
            throw new IllegalArgumentException("bytes to reserve: " + bytes);
        }
        long usable = roundUp(bytes, UNIT_BYTES);
        long mapped = usable + ALIGNMENT;
        long base = SystemCalls.reserve(mapped);
        long start = roundUp(base, ALIGNMENT);
        switch (largePages) {
            case NEVER -> SystemCalls.advise(start, usable, SystemCalls.ADVICE_NO_LARGE_PAGES);
            case ALWAYS -> SystemCalls.advise(start, usable, SystemCalls.ADVICE_LARGE_PAGES);
            case SYSTEM -> {}
        }
        Arena arena = Arena.ofShared();
        MemorySegment segment =
                MemorySegment.ofAddress(start)
                        .reinterpret(usable, arena, _ -> SystemCalls.unmap(base, mapped));
        return new NativeMemory(arena, segment);
    }

    /// Access to the whole region.
    public RawBytes bytes() {
        return bytes;
    }

    /// How large the region is.
    public long reservedBytes() {
        return segment.byteSize();
    }

    /// Gives `length` bytes at `at` back to the system: they stop being resident and lose their
    /// contents. Both must be multiples of [#UNIT_BYTES]. A system call; answers whether it worked.
    public boolean giveBack(long at, long length) {
        if (at % UNIT_BYTES != 0 || length % UNIT_BYTES != 0) {
            throw new IllegalArgumentException("not whole pages: " + length + " bytes at " + at);
        }
        MemorySegment part = segment.asSlice(at, length);
        return SystemCalls.advise(part.address(), length, SystemCalls.ADVICE_GIVE_BACK);
    }

    /// Ends the region. Later access through [RawBytes] is an exception; a window made earlier must
    /// not be used any more. Takes a handshake with all threads: for tests and the end of the process.
    @Override
    public void close() {
        arena.close();
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
