package dev.larder.server.store.intern;

/// What the interner holds at one moment, read stripe by stripe.
///
/// @param tenants byte strings of all kinds
/// @param strings of which are values of entries, or named by clients
/// @param stringBytes bytes of those as their owners see them
/// @param namedStrings of which clients have named
/// @param namedBytes bytes of those
/// @param idleBytes memory of named strings that nothing refers to: chunk, slot and share of the index
/// @param referred strings that entries refer to
/// @param references how many times entries refer to strings
/// @param savedBytes bytes of copies that sharing has made needless: for each string its length times the
///     references beyond the first
/// @param chunkBytes memory of the chunks of all kinds
/// @param retiredSlots slots whose generations are used up
public record InternFigures(
        long tenants,
        long strings,
        long stringBytes,
        long namedStrings,
        long namedBytes,
        long idleBytes,
        long referred,
        long references,
        long savedBytes,
        long chunkBytes,
        long retiredSlots) {
    /// Nothing at all.
    static final InternFigures NONE = new InternFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    InternFigures plus(InternFigures other) {
        return new InternFigures(
                tenants + other.tenants,
                strings + other.strings,
                stringBytes + other.stringBytes,
                namedStrings + other.namedStrings,
                namedBytes + other.namedBytes,
                idleBytes + other.idleBytes,
                referred + other.referred,
                references + other.references,
                savedBytes + other.savedBytes,
                chunkBytes + other.chunkBytes,
                retiredSlots + other.retiredSlots);
    }
}
