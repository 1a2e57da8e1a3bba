package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import dev.larder.server.stats.ProcessUsage;

/// `INFO cpu`: processor time, in seconds. There are no child processes, and no main thread that runs
/// all commands.
final class CpuSection {
    private static final int DIGITS = 6;

    private CpuSection() {}

    static void write(InfoText text, CommandContext context) {
        ProcessUsage usage = ProcessUsage.now();
        text.decimal("used_cpu_sys", usage.systemSeconds(), DIGITS);
        text.decimal("used_cpu_user", usage.userSeconds(), DIGITS);
        text.decimal("used_cpu_sys_children", 0, DIGITS);
        text.decimal("used_cpu_user_children", 0, DIGITS);
        text.decimal("used_cpu_sys_main_thread", 0, DIGITS);
        text.decimal("used_cpu_user_main_thread", 0, DIGITS);
    }
}
