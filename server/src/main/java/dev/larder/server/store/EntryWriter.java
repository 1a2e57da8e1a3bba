package dev.larder.server.store;

import static dev.larder.server.store.slot.SlotTable.NO_SLOT;

import dev.larder.server.memory.ChunkHeap;
import dev.larder.server.memory.MemoryTag;
import dev.larder.server.memory.RawBytes;
import dev.larder.server.store.intern.Tags;
import dev.larder.server.store.slot.SlotFlags;

/// Writes entries of one shard: first what can fail ([#prepareInline], [#prepareParts]), then what cannot ([#begin] to
/// [#finish]). Guarded by the shard.
///
/// A write is described by the fields set in [#begin]: which slot (or none), which key, which deadline.
/// The order of its steps keeps S2 and S3 true between any two writes: the old timer is stopped while
/// the old blob is still there, the new one started when the new blob is.
final class EntryWriter {
    private static final int SLOTS_CHUNK_BYTES = 4096;

    /// A longer key may have a chunk larger than a part.
    private static final int LONG_KEY_BYTES = 8_192;

    private static final int VALUE_BYTES_BESIDE_LONG_KEY = 4_096;

    static {
        int keyBytes = EntryBlobs.KEY_BYTES_MAX;
        int beside = EntryBlobs.BESIDE_BYTES_MAX;
        int inline = EntryBlobs.inlineBytes(keyBytes, beside, VALUE_BYTES_BESIDE_LONG_KEY);
        int listing = EntryBlobs.partsBytes(keyBytes, beside, LongValues.DIRECT_MAX);
        if (Math.max(inline, listing) > ChunkHeap.MAX_CHUNK_BYTES) {
            throw new ExceptionInInitializerError("longest key: no chunk is large enough");
        }
    }

    private final Shard shard;
    private final ChunkHeap heap;
    private final RawBytes raw;
    private final EntryBlobs blobs;

    private int slot;
    private long hash;
    private byte[] key = {};
    private int keyOffset;
    private int keyBytes;
    private int database;
    private long deadline;
    private int prefix;
    private int tagList = Tags.NONE;
    private boolean keepsTags;
    private int graceMs;
    private boolean isNew;
    private boolean isRecounted;

    /// Whether the entry is or was one that ordinary commands do not see, and so is counted anew.
    private boolean rejoins;

    private boolean wasTimed;
    private long oldDeadline;
    private int linkPrev;
    private int linkNext;

    EntryWriter(Shard shard) {
        this.shard = shard;
        this.heap = shard.heap;
        this.raw = shard.raw;
        this.blobs = shard.blobs;
    }

    /// Whether a blob of `bytes` may go where the slot's present one is.
    private boolean fitsInPlace(int bytes) {
        if (slotIsNew() || shard.slots.kind(slot) == Kind.STRING_PARTS) {
            return false;
        }
        int room = heap.chunkBytes(shard.slots.blob(slot));
        int spare = room - bytes;
        return spare >= 0 && (spare <= 16 || spare <= room >> 3);
    }

    private boolean slotIsNew() {
        return slot == NO_SLOT;
    }

    /// Describes the next write. `deadline` is in milliseconds since 1970 or `ShardGuard.NO_DEADLINE`.
    void begin(
            int slot,
            long hash,
            byte[] key,
            int keyOffset,
            int keyBytes,
            int database,
            long deadline) {
        this.slot = slot;
        this.hash = hash;
        this.key = key;
        this.keyOffset = keyOffset;
        this.keyBytes = keyBytes;
        this.database = database;
        this.deadline = deadline;
        this.graceMs = 0;
    }

    /// Lets the next write, whose deadline includes it, have a grace.
    void grace(int ms) {
        graceMs = ms;
    }

    /// What a blob has behind the value.
    private int graceBytes() {
        return graceMs > 0 ? Grace.BYTES : 0;
    }

    /// Which families the written entry has: the id of its prefix, and a list of tags that becomes the entry's,
    /// `Tags.NONE`, or the one that it has already and `keepsTags`.
    void families(int prefixId, int list, boolean keepsTags) {
        this.prefix = prefixId;
        this.tagList = list;
        this.keepsTags = keepsTags;
    }

    private boolean timed() {
        return deadline >= 0;
    }

    private boolean tagged() {
        return tagList != Tags.NONE;
    }

    private int beside() {
        return EntryBlobs.besideBytes(timed(), prefix >= EntryBlobs.WIDE_PREFIX, tagged());
    }

    /// Sees to everything a write of an inline value of `valueBytes` needs. False: no memory.
    boolean prepareInline(int valueBytes, Reservation reservation) {
        int bytes = EntryBlobs.inlineBytes(keyBytes, beside(), valueBytes) + graceBytes();
        return prepareSlot(reservation) && (fitsInPlace(bytes) || reservation.holdBlob(bytes));
    }

    /// Sees to everything a write of a value of `parts` parts needs but the parts themselves.
    boolean prepareParts(int parts, Reservation reservation) {
        int references = LongValues.references(parts);
        int bytes = EntryBlobs.partsBytes(keyBytes, beside(), references) + graceBytes();
        return prepareSlot(reservation) && reservation.holdBlob(bytes);
    }

    /// Sees to the slot and to the index's room for it.
    private boolean prepareSlot(Reservation reservation) {
        if (slotIsNew()) {
            if (!shard.index.prepareInsert(hash)) {
                reservation.wants(MemoryTag.INDEX, shard.index.lackedBytes());
                return false;
            }
        } else if (!shard.slots.isUsedUp(slot)) {
            return true;
        }
        reservation.wants(MemoryTag.SLOTS, SLOTS_CHUNK_BYTES);
        return shard.slots.prepare();
    }

    /// Whether a value of `valueBytes` goes inline: with its key, and a deadline should it get one, it fits the
    /// chunk of a part; or the key is long, and the value is not.
    boolean fitsInline(long valueBytes) {
        int most =
                keyBytes > LONG_KEY_BYTES
                        ? VALUE_BYTES_BESIDE_LONG_KEY
                        : LongValues.CHUNK_BYTES
                                - EntryBlobs.inlineBytes(keyBytes, EntryBlobs.BESIDE_BYTES_MAX, 128)
                                + 128;
        return valueBytes <= most;
    }

    /// Writes the value `array[offset, offset + length)`. Answers the slot.
    int putBytes(byte[] array, int offset, int length, int stamp, Reservation reservation) {
        long header = openInline(Kind.STRING_INLINE, length, reservation);
        raw.copyIn(array, offset, blobs.putInlineLength(header, length), length);
        return finish(stamp);
    }

    /// Writes the integer `value`. Answers the slot.
    int putInteger(long value, int stamp, Reservation reservation) {
        long header = openInline(Kind.STRING_INTEGER, EntryBlobs.integerBytes(value), reservation);
        blobs.putInteger(header, value);
        return finish(stamp);
    }

    /// Writes a value of `length` bytes that is in `parts`. Answers the slot.
    int putParts(int[] parts, long length, int stamp, Reservation reservation) {
        int references = LongValues.references(LongValues.parts(length));
        int bytes = EntryBlobs.partsBytes(keyBytes, beside(), references) + graceBytes();
        long header = openBlob(Kind.STRING_PARTS, chunk(bytes, reservation));
        shard.longs.list(header, parts, length, shard.storeSlot(slot));
        return finish(stamp);
    }

    /// Writes no value but a mark of `kind`: that somebody is to fill the key, or that there is nothing to
    /// fill it with. Room for an empty value was reserved. Answers the slot.
    int putMark(int kind, int stamp, Reservation reservation) {
        openInline(kind, 0, reservation);
        return finish(stamp);
    }

    /// Sees to everything a write of a shared value needs but the value.
    boolean prepareShared(Reservation reservation) {
        int bytes = EntryBlobs.sharedBytes(keyBytes, beside()) + graceBytes();
        return prepareSlot(reservation) && (fitsInPlace(bytes) || reservation.holdBlob(bytes));
    }

    /// Writes a value that is the interner's tenant `reference`, counted for this entry already. Answers the
    /// slot; or `NO_SLOT`, and nothing has changed but that the reference is given back, when there is no
    /// memory for a blob of that size, which is not what was reserved if the value was to lie in the blob.
    int putShared(int reference, int stamp, Reservation reservation) {
        int bytes = EntryBlobs.sharedBytes(keyBytes, beside()) + graceBytes();
        int chunk =
                fitsInPlace(bytes)
                        ? shard.slots.blob(slot)
                        : reservation.takeBlob(heap.classBytes(bytes));
        if (chunk == ChunkHeap.NONE) {
            chunk = heap.allocate(MemoryTag.BLOBS, bytes);
        }
        if (chunk == ChunkHeap.NONE) {
            shard.interner.release(reference);
            return NO_SLOT;
        }
        blobs.sharedReference(openBlob(Kind.STRING_SHARED, chunk), reference);
        return finish(stamp);
    }

    private long openInline(int kind, int valueBytes, Reservation reservation) {
        int bytes = EntryBlobs.inlineBytes(keyBytes, beside(), valueBytes) + graceBytes();
        int chunk = fitsInPlace(bytes) ? shard.slots.blob(slot) : chunk(bytes, reservation);
        return openBlob(kind, chunk);
    }

    /// The reserved chunk. One that was not reserved, or reserved too small, is taken past the limit: a
    /// write that has begun is not given up.
    private int chunk(int bytes, Reservation reservation) {
        int chunk = reservation.takeBlob();
        if (chunk != ChunkHeap.NONE && heap.chunkBytes(chunk) < bytes) {
            heap.free(MemoryTag.BLOBS, chunk);
            chunk = ChunkHeap.NONE;
        }
        return chunk == ChunkHeap.NONE ? heap.allocateBeyond(MemoryTag.BLOBS, bytes) : chunk;
    }

    /// Replaces the slot's blob by `chunk` (which may be the same), writes key and deadline, and answers
    /// where the value's header goes.
    private long openBlob(int kind, int chunk) {
        rejoins = !slotIsNew() && (Kind.isHidden(kind) || Kind.isHidden(shard.slots.kind(slot)));
        if (rejoins) {
            shard.unlinkAll(slot);
        }
        wasTimed = !slotIsNew() && !rejoins && shard.isTimed(slot);
        if (slotIsNew()) {
            slot = shard.slots.allocate();
            shard.slots.database(slot, database);
            shard.slots.flags(slot, 0);
            isNew = true;
        } else {
            isRecounted = isRecounted(kind, chunk);
            if (isRecounted) {
                shard.roll.leave(slot, keepsTags);
            }
            leaveOldBlob(chunk);
        }
        shard.slots.blob(slot, chunk);
        shard.slots.kind(slot, kind);
        mark(shard.slots.flags(slot) & ~SlotFlags.SPLICED);
        shard.slots.prefix(slot, Math.min(prefix, EntryBlobs.WIDE_PREFIX));
        long at = heap.address(chunk);
        long next = blobs.putKey(at, hash, key, keyOffset, keyBytes);
        if (timed()) {
            blobs.firstDeadline(at, deadline, graceMs > 0);
            if (wasTimed) {
                blobs.timerPrev(at, linkPrev);
                blobs.timerNext(at, linkNext);
            }
            next += EntryBlobs.TIMED_BYTES;
        }
        if (graceMs > 0) {
            Grace.put(shard, slot, graceMs);
        }
        return blobs.putFamilies(next, prefix, tagged(), tagList);
    }

    /// Flags the slot for what its blob has beside key and value.
    private void mark(int flags) {
        int marked = flags & ~(SlotFlags.TIMED | SlotFlags.TAGGED);
        marked |= timed() ? SlotFlags.TIMED : 0;
        marked |= tagged() ? SlotFlags.TAGGED : 0;
        shard.slots.flags(slot, marked);
    }

    /// Whether what families count of the entry may change with its value.
    private boolean isRecounted(int kind, int chunk) {
        return chunk != shard.slots.blob(slot)
                || prefix != shard.prefix(slot)
                || kind == Kind.STRING_PARTS
                || prefix != shard.prefix(slot)
                || (!keepsTags && (tagged() || shard.isTagged(slot)));
    }

    private void leaveOldBlob(int chunk) {
        long at = heap.address(shard.slots.blob(slot));
        if (wasTimed) {
            oldDeadline = blobs.deadline(at);
            linkPrev = blobs.timerPrev(at);
            linkNext = blobs.timerNext(at);
            if (!timed()) {
                shard.stopTimer(slot);
            }
        }
        shard.leaveShared(slot);
        if (chunk != shard.slots.blob(slot)) {
            shard.dropBlob(slot);
        }
    }

    private int finish(int stamp) {
        if (isNew) {
            isNew = false;
            shard.begin(slot, hash, stamp);
            shard.roll.join(slot, keepsTags);
            return slot;
        }
        if (isRecounted) {
            shard.roll.join(slot, keepsTags);
        }
        if (rejoins) {
            shard.join(slot, stamp);
        } else if (timed() && wasTimed && deadline != oldDeadline) {
            shard.deadlineChanged(slot, oldDeadline);
        } else if (timed() && !wasTimed) {
            shard.startTimer(slot);
        } else if (wasTimed && !timed()) {
            shard.linkIfWanted(slot);
        }
        if (!shard.slots.renew(slot)) {
            slot = shard.moveToFreshSlot(slot, hash);
        }
        shard.use(slot, stamp);
        return slot;
    }

    /// Gives the entry another deadline, or none, and leaves everything else, its handle too, as it is.
    /// May overstep the limit by the few bytes of a deadline: EXPIRE is not refused for memory.
    void changeDeadline() {
        boolean timedBefore = shard.isTimed(slot);
        long at = heap.address(shard.slots.blob(slot));
        if (timedBefore && timed()) {
            long old = blobs.deadline(at);
            blobs.deadline(at, deadline);
            shard.deadlineChanged(slot, old);
        } else if (timedBefore != timed()) {
            reshape(at, timedBefore);
        }
    }

    /// Gives the entry the list of tags of [#families], and leaves everything else as it is. May overstep the limit
    /// likewise.
    void changeTags() {
        reshape(heap.address(shard.slots.blob(slot)), timed());
    }

    /// Moves the blob to a chunk with, or without, room for a deadline and for tags.
    private void reshape(long at, boolean timedBefore) {
        int chunk = shard.slots.blob(slot);
        long header = shard.valueHeader(slot);
        int head = (int) (blobs.timedAt(at) - at);
        int tail = tailBytes(header);
        int bytes = head + beside() + tail;
        int grace = timed() ? Grace.graceMs(shard, slot) : 0;
        long refreshUntilMs = Grace.refreshUntilMs(shard, slot);
        int room = grace > 0 ? bytes + Grace.BYTES : bytes;
        shard.roll.leave(slot, keepsTags);
        if (timedBefore && !timed()) {
            shard.stopTimer(slot);
        }
        int fresh = chunk;
        if (heap.chunkBytes(chunk) < room) {
            fresh = heap.allocateBeyond(MemoryTag.BLOBS, room);
        }
        long to = heap.address(fresh);
        raw.copy(header, to + bytes - tail, tail);
        if (fresh != chunk) {
            raw.copy(at, to, head + (timedBefore && timed() ? EntryBlobs.TIMED_BYTES : 0));
            shard.slots.blob(slot, fresh);
            heap.free(MemoryTag.BLOBS, chunk);
        }
        mark(shard.slots.flags(slot));
        long next = to + head + (timed() ? EntryBlobs.TIMED_BYTES : 0);
        blobs.putFamilies(next, prefix, tagged(), tagList);
        if (grace > 0) {
            Grace.put(shard, slot, grace);
            Grace.refreshUntilMs(shard, slot, refreshUntilMs);
        }
        if (timed() && !timedBefore) {
            blobs.firstDeadline(to, deadline, false);
            shard.startTimer(slot);
        } else if (timedBefore && !timed()) {
            shard.linkIfWanted(slot);
        }
        shard.roll.join(slot, keepsTags);
    }

    /// Bytes from the value's header to the end of the blob.
    private int tailBytes(long header) {
        return switch (shard.slots.kind(slot)) {
            case Kind.STRING_PARTS -> {
                int parts = LongValues.parts(blobs.partsLength(header));
                yield EntryBlobs.PARTS_HEADER_BYTES + 4 * LongValues.references(parts);
            }
            case Kind.STRING_SHARED -> EntryBlobs.REFERENCE_BYTES;
            default -> (int) (blobs.inlineAt(header) - header) + blobs.inlineLength(header);
        };
    }
}
