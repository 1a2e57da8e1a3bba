package dev.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineMemoryTest {
    private static final long GB = 1L << 30;

    @TempDir Path root;

    private MachineMemory machine;

    @BeforeEach
    void aMachineOf8Gb() throws IOException {
        machine = new MachineMemory(root);
        write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:   12 kB\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void totalBytes_withoutControlGroups_isTheMachines() {
        assertThat(machine.totalBytes()).isEqualTo(8 * GB);
        assertThat(machine.limitBytes()).isEqualTo(8 * GB - MachineMemory.OVERHEAD_BYTES);
    }

    @Test
    void totalBytes_underVersion2_isTheLeastUpToTheRoot() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/larder.service\n");
        write("sys/fs/cgroup/system.slice/larder.service/memory.max", "max\n");
        write("sys/fs/cgroup/system.slice/memory.max", "2147483648\n");
        write("sys/fs/cgroup/memory.max", "4294967296\n");
        assertThat(machine.totalBytes()).isEqualTo(2 * GB);
    }

    @Test
    void totalBytes_inAContainerOfVersion2_isTheMountedRoots() throws IOException {
        write("proc/self/cgroup", "0::/../../pod/x\n");
        write("sys/fs/cgroup/memory.max", "1073741824\n");
        assertThat(machine.totalBytes()).isEqualTo(GB);
    }

    @Test
    void totalBytes_underVersion1_isTheMemoryControllers() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n1:name=x:/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "3221225472\n");
        write("sys/fs/cgroup/cpu,cpuacct/docker/abc/memory.limit_in_bytes", "1\n");
        assertThat(machine.totalBytes()).isEqualTo(3 * GB);
        write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "1073741824\n");
        assertThat(machine.totalBytes()).isEqualTo(GB);
    }

    @Test
    void totalBytes_withALimitBeyondTheMachine_isTheMachines() throws IOException {
        write("proc/self/cgroup", "4:memory:/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(machine.totalBytes()).isEqualTo(8 * GB);
    }

    @Test
    void limitBytes_ofATinyContainer_isRefusedWithBothFigures() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "134217728\n");
        assertThatThrownBy(machine::limitBytes)
                .hasMessage("too little memory: 128mb here, at least 272mb needed");
        assertThat(machine.limitBytesOrLeast()).isEqualTo(16L << 20);
    }

    @Test
    void totalBytes_withoutProc_asksTheRuntime() throws IOException {
        Files.delete(root.resolve("proc/meminfo"));
        assertThat(machine.totalBytes()).isGreaterThan(64L << 20);
    }

    @Test
    void totalBytes_withNonsenseInTheFiles_isTheMachines() throws IOException {
        write("proc/self/cgroup", "nonsense\n0::\n");
        write("sys/fs/cgroup/memory.max", "-5\n");
        assertThat(machine.totalBytes()).isEqualTo(8 * GB);
    }
}
