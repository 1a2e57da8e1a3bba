package dev.larder.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.larder.protocol.resp.ArgVector;
import dev.larder.protocol.resp.ProtocolException;
import dev.larder.protocol.resp.ProtocolLimits;
import dev.larder.protocol.resp.RequestDecoder;
import dev.larder.server.testing.Allocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Reads the requests back with the server's own decoder.
final class RequestSourceTest {
    private static final int REQUESTS = 2_000;

    private final ValuePool pool = new ValuePool(1);

    private static Load load(Workload workload, KeySpace keys, ValuePlan values) {
        return new Load(workload, keys, values, 3, new Drive(2, 1, 2, 0, REQUESTS, 0), 5);
    }

    private static KeySpace keys(boolean grows) {
        return new KeySpace(1_000, "key:", Distribution.parse("uniform"), grows);
    }

    private static ValuePlan values(String sizes, String variety, Lifetimes lifetimes) {
        return new ValuePlan(ValueSizes.parse(sizes), ValueVariety.parse(variety), lifetimes);
    }

    private static ValuePlan plain() {
        return values("32", "varied", Lifetimes.NONE);
    }

    private List<List<String>> requests(Load load, int thread) throws ProtocolException {
        var source = new RequestSource(load, pool, thread);
        var decoder =
                new RequestDecoder(
                        ProtocolLimits.DEFAULTS,
                        length -> {
                            throw new AssertionError("an argument of " + length + " bytes");
                        });
        decoder.authenticated(true);
        var requests = new ArrayList<List<String>>();
        for (int i = 0; i < REQUESTS; i++) {
            source.elapsed((double) i / REQUESTS);
            var array = new byte[source.draw()];
            decoder.feed(array, 0, source.write(array, 0));
            assertThat(decoder.next()).isTrue();
            requests.add(words(decoder.args()));
            assertThat(decoder.next()).as("one request, and no byte more").isFalse();
        }
        return requests;
    }

    private static List<String> words(ArgVector args) {
        var words = new ArrayList<String>();
        for (int i = 0; i < args.count(); i++) {
            words.add(new String(args.slice(i).toBytes(), US_ASCII));
        }
        return words;
    }

    private static Set<String> column(List<List<String>> requests, int number) {
        return requests.stream().map(words -> words.get(number)).collect(Collectors.toSet());
    }

    @Test
    void requests_ofEveryKind_areSpelledWell() throws ProtocolException {
        assertThat(requests(load(Workload.of(Operation.PING), keys(false), plain()), 0))
                .containsOnly(List.of("PING"));
        assertThat(requests(load(Workload.of(Operation.GET), keys(false), plain()), 0))
                .allMatch(words -> words.size() == 2 && words.get(1).matches("key:\\d{12}"));
        assertThat(requests(load(Workload.of(Operation.INCR), keys(false), plain()), 0))
                .allMatch(words -> words.get(1).matches("key:count:\\d{12}"));
        assertThat(requests(load(Workload.of(Operation.MGET), keys(false), plain()), 0))
                .allMatch(words -> words.size() == 4 && words.get(3).matches("key:\\d{12}"));
    }

    @Test
    void values_unlessTold_allDiffer() throws ProtocolException {
        List<List<String>> sets =
                requests(load(Workload.of(Operation.SET), keys(false), plain()), 0);
        assertThat(column(sets, 2)).hasSize(REQUESTS).allMatch(value -> value.length() == 32);
    }

    @Test
    void values_ofSomeKinds_areSoMany() throws ProtocolException {
        for (var kind : List.of("same", "distinct:7")) {
            ValuePlan plan = values("10-20", kind, Lifetimes.NONE);
            List<List<String>> sets =
                    requests(load(Workload.of(Operation.SET), keys(false), plan), 0);
            assertThat(column(sets, 2)).hasSize(kind.equals("same") ? 1 : 7);
        }
    }

    @Test
    void writes_withLifetimes_giveThemToTheirShare() throws ProtocolException {
        Lifetimes some = Lifetimes.parse("1-60").of("30%");
        List<List<String>> sets =
                requests(
                        load(Workload.of(Operation.SET), keys(false), values("1", "varied", some)),
                        0);
        List<List<String>> timed = sets.stream().filter(words -> words.size() == 5).toList();
        assertThat((double) timed.size() / REQUESTS).isCloseTo(0.3, within(0.04));
        assertThat(column(timed, 3)).containsExactly("PX");
        assertThat(column(timed, 4))
                .allSatisfy(ms -> assertThat(Long.parseLong(ms)).isBetween(1_000L, 60_000L));
    }

    @Test
    void ratio_decidesHowManyAreWritten() throws ProtocolException {
        List<List<String>> mixed = requests(load(Workload.ratio("1:4"), keys(false), plain()), 0);
        long sets = mixed.stream().filter(words -> words.getFirst().equals("SET")).count();
        assertThat((double) sets / REQUESTS).isCloseTo(0.2, within(0.04));
    }

    @Test
    void keys_thatGrow_areReadWithinThoseThatAreThere() throws ProtocolException {
        List<List<String>> mixed = requests(load(Workload.ratio("1:1"), keys(true), plain()), 1);
        var written = new HashSet<String>();
        for (int i = 0; i < REQUESTS; i++) {
            List<String> words = mixed.get(i);
            long number = Long.parseLong(words.get(1).substring("key:".length()));
            assertThat(number).isLessThanOrEqualTo(1_000L * i / REQUESTS);
            if (words.getFirst().equals("SET")) {
                written.add(words.get(1));
            }
        }
        assertThat(written).as("this thread's half of the keys").hasSizeGreaterThan(495);
    }

    @Test
    void requests_ofTheSameSeed_areTheSame() throws ProtocolException {
        Load load = load(Workload.ratio("1:1"), keys(false), plain());
        assertThat(requests(load, 0)).isEqualTo(requests(load, 0)).isNotEqualTo(requests(load, 1));
        assertThat(requests(load.round(1), 0)).isNotEqualTo(requests(load.round(2), 0));
    }

    @Test
    void fill_writesEveryKeyOnce() throws ProtocolException {
        Load fill = load(Workload.of(Operation.GET), keys(false), plain()).fill();
        var written = new HashSet<String>();
        for (int thread = 0; thread < 2; thread++) {
            long quota = fill.drive().quota(thread);
            List<List<String>> sets = requests(fill, thread).subList(0, (int) quota);
            assertThat(column(sets, 0)).containsExactly("SET");
            written.addAll(column(sets, 1));
        }
        assertThat(written).hasSize(1_000);
    }

    @Test
    void requests_onceWarm_allocateNothing() {
        var source = new RequestSource(load(Workload.ratio("1:1"), keys(false), plain()), pool, 0);
        var array = new byte[1_000];
        Runnable many =
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        source.draw();
                        source.write(array, 0);
                    }
                };
        many.run();
        many.run();
        assertThat(Allocation.bytesDuring(many)).isLessThan(100_000);
    }

    @Test
    void load_thatWouldNotFitIntoMemory_isRefused() {
        ValuePlan large = values("16777216", "varied", Lifetimes.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Load(
                                Workload.of(Operation.SET),
                                keys(false),
                                large,
                                1,
                                new Drive(1_000, 1, 1, 0, 1, 0),
                                1))
                .withMessageContaining("more memory");
    }

    @Test
    void warmUp_ofAGrowingLoad_leavesNothingBehind() throws ProtocolException {
        Load load =
                load(new Workload("mix", Operation.SET, 1, Operation.GET, 1), keys(true), plain());
        List<List<String>> measured = requests(load, 0);
        List<List<String>> before = requests(load.warmUp(1), 0);
        Set<String> keys = measured.stream().map(words -> words.get(1)).collect(Collectors.toSet());
        assertThat(before).noneMatch(words -> keys.contains(words.get(1)));
        assertThat(before)
                .filteredOn(words -> words.getFirst().equals("SET"))
                .isNotEmpty()
                .allMatch(
                        words -> words.get(3).equals("PX") && Long.parseLong(words.get(4)) <= 1000);
    }
}
