package dev.larder.server.replay;

/// [TraceFormat#LIRS].
final class LirsLines implements LineFormat {
    private String key = "";

    @Override
    public long accept(String line) throws Malformed {
        key = line.strip();
        if (key.isEmpty() || key.equals("*")) {
            return 0;
        }
        if (key.chars().anyMatch(Character::isWhitespace)) {
            throw new Malformed("'" + line + "' has several fields, expected one key");
        }
        return 1;
    }

    @Override
    public String key(long request) {
        return key;
    }
}
