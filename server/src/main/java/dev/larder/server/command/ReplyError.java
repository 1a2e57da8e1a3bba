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
    NO_DIGEST(
            "ERR digest must be exactly 16 hexadecimal characters",
            "IFDEQ and IFDNE take what DIGEST replies."),
    DELEX_CONDITION(
            "ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE",
            "DELEX was given a condition that it does not know."),
    STRING_TOO_LONG(
            "ERR string exceeds maximum allowed size (proto-max-bulk-len)",
            "The value would become longer than proto-max-bulk-len."),
    TAG_LENGTH("ERR tag of %s bytes (1 to %s)", "A tag is a string of bounded length."),
    TAG_COUNT("ERR %s tags (at most %s)", "A key has a bounded number of tags."),
    PREFIX_FORM(
            "ERR '%s' is no prefix: it must end with '%s' and have at most %s bytes",
            "A prefix ends with the character that is set as `prefix-delimiter`."),
    PREFIX_DEPTH(
            "ERR prefix '%s' has more levels than prefix-depth %s: raise prefix-depth and restart",
            "Deeper prefixes are not told apart, so their keys cannot be invalidated alone."),
    PREFIX_UNTRACKED(
            "ERR prefix '%s' is not tracked, as there are more than prefix-max %s: raise prefix-max"
                    + " and restart",
            "The keys of this prefix are counted with others, so they cannot be invalidated alone."),
    STRING_NOT_INTERNABLE(
            "ERR string of %s bytes is too long to be interned (at most %s)",
            "INTERN ADD was given a string that does not fit one chunk."),
    TOO_MANY_LEASES(
            "ERR too many leases: %s (at most lease-max)",
            "As many keys as lease-max says wait to be filled by somebody; ask the origin."),
    GRACE_WITHOUT_EXPIRY(
            "ERR GRACE needs a time to live",
            "LEASE SET was given GRACE but neither EX nor PX, EXAT or PXAT."),
    SAME_OBJECT(
            "ERR source and destination objects are the same",
            "A key would be copied or moved onto itself."),
    INVALID_CURSOR(
            "ERR invalid cursor", "A SCAN cursor is an unsigned number of 64 bits; begin with 0."),
    UNSUPPORTED_OPTION("ERR Unsupported option %s", "EXPIRE and its kin know NX, XX, GT and LT."),
    NX_EXCLUDES(
            "ERR NX and XX, GT or LT options at the same time are not compatible",
            "The conditions exclude each other."),
    GT_EXCLUDES(
            "ERR GT and LT options at the same time are not compatible",
            "The conditions exclude each other."),
    NOT_LFU(
            "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.",
            "Use counts are kept by the LFU policies only."),
    NOT_LRU(
            "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.",
            "Idle times are not told under the LFU policies."),
    INVALID_FIRST_DB("ERR invalid first DB index", "SWAPDB was given something that is no number."),
    INVALID_SECOND_DB(
            "ERR invalid second DB index", "SWAPDB was given something that is no number."),
    OUT_OF_MEMORY(
            "OOM command not allowed when used memory > 'maxmemory'.",
            "The command needs memory and nothing can or may be evicted to make room."),
    TOO_MANY_KEYS(
            "ERR too many keys match to collect them in the heap, use SCAN with a smaller COUNT",
            "The keys to reply with are more than a quarter of the Java heap (-Xmx)."),
    ARGUMENT_TOO_BIG(
            "ERR argument is too big: %s bytes (at most %s)",
            "An argument that is not stored as a value exceeds what a command reads at once."),
    KEY_TOO_LONG("ERR key is too long: %s bytes (at most %s)", "Keys have a limit of their own."),
    OUT_OF_RANGE(
            "ERR value is out of range, value must between %s and %s",
            "A number was expected that lies between these two."),
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
            "ERR timeout is not an integer or out of range",
            "A timeout in milliseconds was expected."),
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
    MONITOR(
            "ERR Replica can't interact with the keyspace",
            "A client that said MONITOR only watches: it can read and write keys after RESET."),
    RESP2(
            "ERR RESP2 is not supported by this command",
            "The reply needs RESP3: say `HELLO 3` first."),
    INVARIANT("ERR broken invariant: %s", "`LARDER VERIFY` found the store damaged."),
    WRONG_PASSWORD(
            "WRONGPASS invalid username-password pair or user is disabled.",
            "There is no such user, or the password is another."),
    NO_PASSWORD_SET(
            "ERR AUTH <password> called without any password configured for the default user. Are"
                    + " you sure your configuration is correct?",
            "The server wants no password (requirepass is empty), so none can be right."),
    HELLO_NOT_AUTHENTICATED(
            "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
                    + " <proto> AUTH <user> <pass> option can be used to authenticate the client and"
                    + " select the RESP protocol version at the same time",
            "HELLO came before a login and had no AUTH option."),
    HELLO_OPTION("ERR Syntax error in HELLO option '%s'", "HELLO takes AUTH and SETNAME."),
    PROTOCOL_NOT_INTEGER(
            "ERR Protocol version is not an integer or out of range",
            "HELLO takes the number of a protocol version first."),
    PROTOCOL_UNKNOWN(
            "NOPROTO unsupported protocol version", "There are versions 2 and 3 of the protocol."),
    DATABASE_OUT_OF_RANGE(
            "ERR DB index is out of range",
            "Databases are numbered from 0 to one below the setting `databases`."),
    CLIENT_NAME(
            "ERR Client names cannot contain spaces, newlines or special characters.",
            "A name may have printable ASCII characters but no space."),
    CLIENT_ATTRIBUTE(
            "ERR %s cannot contain spaces, newlines or special characters.",
            "The name or version of a library may have printable ASCII characters but no space."),
    CLIENT_OPTION("ERR Unrecognized option '%s'", "CLIENT SETINFO takes LIB-NAME and LIB-VER."),
    CLIENT_TYPE(
            "ERR Unknown client type '%s'",
            "Clients are of type normal, pubsub, master or replica."),
    CLIENT_ID("ERR Invalid client ID", "CLIENT LIST takes the numbers of clients."),
    CLIENT_ID_NOT_POSITIVE(
            "ERR client-id should be greater than 0", "Clients are numbered from 1."),
    NO_SUCH_CLIENT("ERR No such client", "No client has that address."),
    NO_SUCH_USER("ERR No such user '%s'", "There is no such user; the one there is is `default`."),
    PAUSE_MODE(
            "ERR CLIENT PAUSE mode must be WRITE or ALL",
            "CLIENT PAUSE holds writes or everything."),
    TIMEOUT_OUT_OF_RANGE("ERR timeout is out of range", "No clock reaches that far."),
    UNBLOCK_REASON(
            "ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR",
            "A client is woken up as if its time were over, or with an error."),
    GETKEYS_UNKNOWN("ERR Invalid command specified", "There is no such command to find keys in."),
    GETKEYS_NONE("ERR The command has no key arguments", "The command takes no keys."),
    GETKEYS_ARITY(
            "ERR Invalid number of arguments specified for command",
            "The command whose keys are wanted takes more arguments, or fewer."),
    GETKEYS_ARGUMENTS(
            "ERR Invalid arguments specified for command",
            "The command whose keys are wanted cannot have them where these arguments say."),
    INTERNAL(
            "ERR internal error, the server's log has the details",
            "A defect of the server ended the command; the connection goes on.");

    private final String text;
    private final String meaning;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // stackless, without suppressed ones: nothing changes
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
