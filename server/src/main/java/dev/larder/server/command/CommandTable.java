package dev.larder.server.command;

import dev.larder.protocol.bytes.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All commands by name. Immutable; every request of every loop looks its command up here, without
/// allocation and in any mixture of cases.
///
/// - **C4** No two commands, and no two subcommands of one container, have the same name.
public final class CommandTable {
    private final Names commands;
    private final List<Entry> entries;

    /// A table of `commands`. Throws if two have one name.
    public CommandTable(List<Command> commands) {
        var all = new ArrayList<Entry>();
        this.commands = new Names(enter(commands, all));
        this.entries = List.copyOf(all);
    }

    private static List<Entry> enter(List<Command> commands, List<Entry> all) {
        var entered = new ArrayList<Entry>();
        for (Command command : commands) {
            var entry = new Entry(all.size(), command);
            all.add(entry);
            entered.add(entry);
            if (!command.subcommands().isEmpty()) {
                entry.subcommands = new Names(enter(command.subcommands(), all));
            }
        }
        return entered;
    }

    /// All commands and subcommands by number; a container stands before its subcommands.
    public List<Entry> entries() {
        return entries;
    }

    /// The commands, without subcommands, in the order of the catalogue.
    public List<Entry> commands() {
        return commands.entries;
    }

    /// The command or subcommand called `fullName` (`get`, `object|encoding`), in any mixture of cases.
    public Optional<Entry> named(String fullName) {
        return entries.stream()
                .filter(entry -> entry.spec().fullName().equalsIgnoreCase(fullName))
                .findFirst();
    }

    /// The command called `name`; null if there is none.
    @Nullable Entry find(Slice name) {
        return commands.find(name);
    }

    /// A command in its place: what the dispatcher runs and the statistics count.
    public static final class Entry {
        private final int number;
        private final Command command;
        private final CommandSpec spec;
        private final int words;
        private final boolean exact;
        private @Nullable Names subcommands;

        /// The bits of the spec's flags, for a test without a set.
        final long flags;

        private Entry(int number, Command command) {
            this.number = number;
            this.command = command;
            this.spec = command.spec();
            this.words = Math.abs(spec.arity());
            this.exact = spec.arity() > 0;
            this.flags = spec.flags().stream().mapToLong(CommandFlag::bit).sum();
        }

        /// The number by which it is counted, from 0 without gaps.
        public int number() {
            return number;
        }

        /// What is known about the command.
        public CommandSpec spec() {
            return spec;
        }

        /// The subcommands in the order of the catalogue; empty for all but containers.
        public List<Entry> subcommands() {
            return subcommands == null ? List.of() : subcommands.entries;
        }

        Command command() {
            return command;
        }

        boolean is(CommandFlag flag) {
            return (flags & flag.bit()) != 0;
        }

        /// Whether the command takes a request of `count` words.
        boolean takes(int count) {
            return exact ? count == words : count >= words;
        }

        boolean isContainer() {
            return subcommands != null;
        }

        /// The subcommand called `name`; null if there is none.
        @Nullable Entry find(Slice name) {
            return subcommands == null ? null : subcommands.find(name);
        }
    }

    /// Names in an open hash table that is at most a quarter full. A name of up to eight letters is one `long`
    /// in lower case, and comparing it is comparing that; what makes two bytes equal there that are not
    /// (`\r` and `-`) is told apart byte by byte in the end.
    private static final class Names {
        private static final VarHandle WORD =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final long LOWER_CASE = 0x2020_2020_2020_2020L;
        private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

        private final List<Entry> entries;
        private final long[] words;
        private final byte[][] names;
        private final @Nullable Entry[] cells;
        private final int shift;

        Names(List<Entry> entries) {
            this.entries = List.copyOf(entries);
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(4 * entries.size());
            this.shift = Long.SIZE - bits;
            this.words = new long[1 << bits];
            this.names = new byte[1 << bits][];
            this.cells = new Entry[1 << bits];
            entries.forEach(this::put);
        }

        private void put(Entry entry) {
            byte[] name = entry.spec.name().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            var slice = new Slice();
            slice.set(name, 0, name.length);
            if (find(slice) != null) {
                throw new IllegalArgumentException(
                        "C4: " + entry.spec.fullName() + " is there twice");
            }
            long word = word(slice);
            int cell = cell(word, name.length);
            while (cells[cell] != null) {
                cell = cell + 1 & cells.length - 1;
            }
            words[cell] = word;
            names[cell] = name;
            cells[cell] = entry;
        }

        @Nullable Entry find(Slice name) {
            long word = word(name);
            int cell = cell(word, name.length());
            while (true) {
                Entry entry = cells[cell];
                if (entry == null || (words[cell] == word && spells(name, names[cell]))) {
                    return entry;
                }
                cell = cell + 1 & cells.length - 1;
            }
        }

        private int cell(long word, int length) {
            return (int) (((word + length) * SPREAD) >>> shift);
        }

        /// The first eight bytes in lower case, zeros behind a shorter name.
        private static long word(Slice name) {
            byte[] array = name.array();
            int offset = name.offset();
            int length = Math.min(name.length(), Long.BYTES);
            if (offset + Long.BYTES <= array.length && length > 0) {
                long mask = -1L >>> (Long.SIZE - Byte.SIZE * length);
                return ((long) WORD.get(array, offset) | LOWER_CASE) & mask;
            }
            long word = 0;
            for (int index = 0; index < length; index++) {
                word |= ((array[offset + index] & 0xFFL) | 0x20) << (Byte.SIZE * index);
            }
            return word;
        }

        private static boolean spells(Slice name, byte[] lowerCase) {
            if (name.length() != lowerCase.length) {
                return false;
            }
            for (int index = 0; index < lowerCase.length; index++) {
                int letter = name.at(index);
                int lower = letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
                if (lower != lowerCase[index]) {
                    return false;
                }
            }
            return true;
        }
    }
}
