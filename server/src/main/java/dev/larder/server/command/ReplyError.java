package dev.larder.server.command;

/// Every error a command can reply with: its text and when it is said. The reference page of errors
/// is made from this.
///
/// A text without `%s` has one preallocated exception; one with them is filled in by [#with]. What a
/// client sent goes into a text as ISO 8859-1, one character a byte.
public enum ReplyError {
    SYNTAX(
            "ERR syntax error",
            "An option is unknown, incomplete, given twice or excludes another."),
    WRONG_ARITY(
            "ERR wrong number of arguments for '%s' command",
            "The command takes more arguments, or fewer."),
    UNKNOWN_COMMAND(
            "ERR unknown command '%s', with args beginning with: %s", "There is no such command."),
    UNKNOWN_SUBCOMMAND(
            "ERR unknown subcommand '%s'. Try %s HELP.", "The container has no such subcommand."),
    NOT_INTEGER(
            "ERR value is not an integer or out of range",
            "A number was expected that fits into 64 bits and has no superfluous characters."),
    NOT_FLOAT("ERR value is not a valid float", "A floating-point number was expected."),
    NOT_POSITIVE(
            "ERR value is out of range, must be positive",
            "A count or length was expected and came out negative."),
    WRONG_TYPE(
            "WRONGTYPE Operation against a key holding the wrong kind of value",
            "The key holds a value of another type than the command works on."),
    INVALID_EXPIRY(
            "ERR invalid expire time in '%s' command",
            "A time to live must be above 0 and the deadline must fit into 63 bits of milliseconds."),
    INCREMENT_OVERFLOW(
            "ERR increment or decrement would overflow",
            "The sum does not fit into 64 bits; nothing was changed."),
    DECREMENT_OVERFLOW("ERR decrement would overflow", "The decrement has no opposite in 64 bits."),
    INCREMENT_NOT_FINITE(
            "ERR increment would produce NaN or Infinity",
            "The sum is not a finite number; nothing was changed."),
    OFFSET_OUT_OF_RANGE("ERR offset is out of range", "A position in a string is negative."),
    STRING_TOO_LONG(
            "ERR string exceeds maximum allowed size (proto-max-bulk-len)",
            "The value would become longer than proto-max-bulk-len."),
    OUT_OF_MEMORY(
            "OOM command not allowed when used memory > 'maxmemory'.",
            "The command needs memory and nothing can or may be evicted to make room."),
    ARGUMENT_TOO_BIG(
            "ERR argument is too big: %s bytes (at most %s)",
            "An argument that is not stored as a value exceeds what a command reads at once."),
    KEY_TOO_LONG("ERR key is too long: %s bytes (at most %s)", "Keys have a limit of their own."),
    NOT_AUTHENTICATED(
            "NOAUTH Authentication required.", "The server wants a password (requirepass) first."),
    UNKNOWN_FORM(
            "ERR unknown subcommand or wrong number of arguments for '%s'. Try %s HELP.",
            "The command has no such form."),
    NO_SUCH_KEY("ERR no such key", "The command needs an entry, and there is none."),
    CONFIG("ERR %s", "A setting cannot be changed, or the settings cannot be written; says why."),
    NO_PERSISTENCE(
            "ERR a cache keeps nothing on disk: there is nothing to save",
            "Commands about saving, and a stop that insists on it."),
    NO_REPLICATION(
            "ERR a cache replicates nothing: this server follows no other",
            "`REPLICAOF` with a host and a port."),
    MASTER_PORT("ERR Invalid master port", "`REPLICAOF` with something that is no port."),
    NO_SHUTDOWN("ERR No shutdown in progress.", "`SHUTDOWN ABORT` when there is nothing to abort."),
    SLOWLOG_COUNT(
            "ERR count should be greater than or equal to -1",
            "`SLOWLOG GET` with a count that is none."),
    NO_SAMPLES(
            "ERR No samples available for event '%s'",
            "`LATENCY GRAPH` of an event that never took too long."),
    TIMEOUT_NOT_INTEGER(
            "ERR timeout is not an integer or out of range", "A timeout in milliseconds was expected."),
    TIMEOUT_NEGATIVE("ERR timeout is negative", "A timeout in milliseconds was expected."),
    FUNCTION_FLUSH(
            "ERR FUNCTION FLUSH only supports SYNC|ASYNC option",
            "`FUNCTION FLUSH` with another option."),
    DEBUG_CLOSED(
            "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\","
                    + " you can run it from a local connection, otherwise you need to set this option"
                    + " in the configuration file, and then restart the server.",
            "`DEBUG` is closed to this client."),
    PROTOCOL_TYPE(
            "ERR Wrong protocol type name. Please use one of the following:"
                    + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false",
            "`DEBUG PROTOCOL` with another type."),
    RESP2(
            "ERR RESP2 is not supported by this command",
            "The reply needs RESP3: say `HELLO 3` first."),
    INVARIANT("ERR broken invariant: %s", "`LARDER VERIFY` found the store damaged."),
    INTERNAL(
            "ERR internal error, the server's log has the details",
            "A defect of the server ended the command; the connection goes on.");

    private final String text;
    private final String meaning;
    private final String code;
    private final ReplyException exception;

    ReplyError(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
        this.code = text.substring(0, text.indexOf(' '));
        this.exception = new ReplyException(this, text);
    }

    /// The exception that says just [#text]. Allocates nothing.
    public ReplyException exception() {
        assert !text.contains("%s") : name() + " needs words to fill in";
        return exception;
    }

    /// An exception that says [#text] with `words` in place of its `%s`.
    public ReplyException with(Object... words) {
        return new ReplyException(this, String.format(text, words));
    }

    /// The error line without its dash; `%s` where something is filled in.
    public String text() {
        return text;
    }

    /// When this is said, and what to do about it.
    public String meaning() {
        return meaning;
    }

    /// The first word, by which clients and `INFO errorstats` tell errors apart.
    public String code() {
        return code;
    }
}
