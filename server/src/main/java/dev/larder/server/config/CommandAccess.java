package dev.larder.server.config;

/// To whom a dangerous command is open.
public enum CommandAccess {
    /// To nobody.
    NO,
    /// To everybody.
    YES,
    /// To clients on this machine.
    LOCAL
}
