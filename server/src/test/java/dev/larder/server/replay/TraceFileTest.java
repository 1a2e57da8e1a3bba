package dev.larder.server.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceFileTest {
    @TempDir Path directory;

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(ISO_8859_1));
    }

    private static List<String> keys(TraceFile trace) throws IOException {
        var keys = new ArrayList<String>();
        try (Requests requests = trace.open()) {
            while (requests.next()) {
                keys.add(new String(requests.key(), ISO_8859_1));
            }
            assertThat(requests.next()).as("the end stays the end").isFalse();
        }
        return keys;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a.trace   | lirs        | '*\n\n7\n8\r\n*\n7'                        | 7 8 7
                    a.trace   | lirs        | '-1\n'                                     | -1
                    a.lis     | arc         | '5 3 0 0\n1 0 0 1\n9 1 0 2\n'              | 5 6 7 9
                    a.trace   | arc         | '5 2 0 0\n'                                | 5 6
                    a.trace   | adapt_size  | '1 0 68\n2 1 7\n3 0 69\n'                  | 0:68 1:7 0:69
                    a.trace   | libcachesim | 'version,time,op,size,lbn\n1,5,2a,512,42\n' | 42
                    a.csv     | libcachesim | 'lbn,size\n42,1\n43,1\n'                   | 42 43
                    """)
    void at_linesOfEachFormat_tellsItAndReadsTheKeys(
            String name, String format, String text, String keys) throws IOException {
        var trace = TraceFile.at(write(name, text));
        assertThat(trace.format().label()).isEqualTo(format);
        assertThat(keys(trace)).containsExactly(keys.split(" "));
    }

    @Test
    void at_wordsOfFourBytes_readsThemBigEndian() throws IOException {
        var words = ByteBuffer.allocate(16).putInt(1).putInt(2).putInt(1).putInt(0x10000);
        var trace = TraceFile.at(write("a.trace", words.array()));
        assertThat(trace.format()).isEqualTo(TraceFormat.INT32);
        assertThat(keys(trace)).containsExactly("1", "2", "1", "65536");
    }

    @Test
    void at_wordsOfFourBytesThatAreNotSmall_findsThemAtEvenAndOddPlaces() throws IOException {
        var words = ByteBuffer.allocate(20).putInt(0x88000200).putInt(0x48000a00);
        words.putInt(0x48000a00).putInt(0x88000400).putInt(0x88000200);
        assertThat(TraceFile.at(write("a.trace", words.array())).format())
                .isEqualTo(TraceFormat.INT32);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "-5000000000, 4115000000000000000"})
    void at_wordsOfEightBytes_readsThemBigEndian(long first, long second) throws IOException {
        var words = ByteBuffer.allocate(24).putLong(first).putLong(second).putLong(first);
        var trace = TraceFile.at(write("a.trace", words.array()));
        assertThat(trace.format()).isEqualTo(TraceFormat.INT64);
        assertThat(keys(trace))
                .containsExactly(Long.toString(first), Long.toString(second), Long.toString(first));
    }

    @Test
    void at_packedFile_readsWhatIsInIt() throws IOException {
        var trace = TraceFile.at(write("a.lis.gz", gzip("5 2 0 0\n".getBytes(ISO_8859_1))));
        assertThat(trace.format()).isEqualTo(TraceFormat.ARC);
        assertThat(keys(trace)).containsExactly("5", "6");
    }

    @Test
    void open_aPackedFileCutShort_namesTheFile() throws IOException {
        byte[] packed = gzip("5 2 0 0\n".repeat(100).getBytes(ISO_8859_1));
        Path file = write("a.lis.gz", Arrays.copyOf(packed, packed.length / 2));
        assertThatThrownBy(() -> new TraceFile(file, TraceFormat.ARC).distinctKeys(Long.MAX_VALUE))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void at_whatIsNotPackedButNamedSo_namesTheFile() throws IOException {
        Path file = write("a.trace.gz", "1\n2\n");
        assertThatThrownBy(() -> TraceFile.at(file))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(file + ": ");
    }

    @Test
    void at_noFile_saysSo() {
        assertThatThrownBy(() -> TraceFile.at(directory.resolve("none")))
                .isInstanceOf(TraceException.class)
                .hasMessageEndingWith("none: there is no such file");
    }

    @ParameterizedTest
    @CsvSource({"'one two\n'", "''", "'1 2 3 4 5\n'"})
    void at_unknownFormat_asksForItsName(String text) throws IOException {
        Path file = write("a.trace", text);
        assertThatThrownBy(() -> TraceFile.at(file)).hasMessageEndingWith("with --format");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    LIRS        | '1\n2 3\n'            | :2: '2 3' has several fields, expected one key
                    ARC         | '1 1 0 0\n\nx 1 0 0'  | :3: 'x' is no whole number, expected 'start count ignored number'
                    ARC         | '1 1 0\n'             | :1: '1 1 0' has 3 fields, expected 'start count ignored number'
                    ARC         | '1 -1 0 0\n'          | :1: start 1, count -1 (at most 1048576)
                    ARC         | '1 1048577 0 0\n'     | :1: start 1, count 1048577 (at most 1048576)
                    ADAPT_SIZE  | '1 2\n'               | :1: '1 2' has 2 fields, expected 'time key size'
                    LIBCACHESIM | 'a,b\n1,2\n'          | :1: 'a,b' is no header with a column 'lbn'
                    LIBCACHESIM | 'a,lbn\n1,2\n3\n'     | :3: '3' has 1 columns, the header 2
                    LIBCACHESIM | 'a,lbn\n1,\n'         | :2: '1,' has nothing in the column 'lbn'
                    INT32       | '12345'               | :2: the file ends after 1 of the 4 bytes of a request
                    INT64       | '1234567'             | :1: the file ends after 7 of the 8 bytes of a request
                    """)
    void next_malformed_namesThePlace(TraceFormat format, String text, String problem)
            throws IOException {
        Path file = write("a.trace", text);
        assertThatThrownBy(() -> keys(new TraceFile(file, format)))
                .isInstanceOf(TraceException.class)
                .hasMessage(file + problem);
    }

    @Test
    void next_anEndlessLine_isRefused() throws IOException {
        Path file = write("a.trace", "1\n" + "7".repeat(4097));
        assertThatThrownBy(() -> keys(new TraceFile(file, TraceFormat.LIRS)))
                .hasMessage(file + ":2: a line of more than 4096 bytes");
    }

    @Test
    void requests_withALimit_countsUpToIt() throws IOException {
        var trace = TraceFile.at(write("a.lis", "1 5 0 0\n7 5 0 0\n"));
        assertThat(trace.requests(7)).isEqualTo(7);
        assertThat(trace.requests(Long.MAX_VALUE)).isEqualTo(10);
    }

    @Test
    void distinctKeys_withALimit_countsUpToIt() throws IOException {
        var trace = TraceFile.at(write("a.trace", "1\n2\n1\n3\n"));
        assertThat(trace.distinctKeys(3)).isEqualTo(2);
        assertThat(trace.distinctKeys(Long.MAX_VALUE)).isEqualTo(3);
    }
}
