package dev.larder.server.command.admin;

import com.sun.management.OperatingSystemMXBean;
import dev.larder.server.command.CommandContext;
import dev.larder.server.config.MemoryConfig;
import dev.larder.server.store.InternedStrings;
import dev.larder.server.store.StoreFigures;
import java.lang.management.ManagementFactory;

/// `INFO memory`: where the memory is. See [MemoryPicture] for what the words mean here.
///
/// What belongs to scripts, replication, append-only files and cluster links is 0: there is none.
final class MemorySection {
    static final String ALLOCATOR = "larder-pages";

    private final InfoText text;
    private final MemoryPicture memory;

    private MemorySection(InfoText text, MemoryPicture memory) {
        this.text = text;
        this.memory = memory;
    }

    static void write(InfoText text, CommandContext context) {
        var section = new MemorySection(text, MemoryPicture.of(context));
        section.use();
        section.scripts();
        section.limits(context.server().settings().current().memory());
        section.fragmentation();
        section.ours(context.store().interned().figures());
    }

    private void use() {
        text.bytes("used_memory", memory.usedBytes());
        text.bytes("used_memory_rss", memory.process().residentBytes());
        text.bytes("used_memory_peak", memory.peakBytes());
        text.field("used_memory_peak_perc", InfoText.rounded(memory.peakPercent(), 2) + "%");
        text.field("used_memory_overhead", memory.overheadBytes());
        text.field("used_memory_startup", 0);
        text.field("used_memory_dataset", memory.datasetBytes());
        text.field("used_memory_dataset_perc", InfoText.rounded(memory.datasetPercent(), 2) + "%");
        text.field("allocator_allocated", memory.store().usedBytes());
        text.field("allocator_active", memory.usedBytes());
        text.field("allocator_resident", memory.usedBytes());
        text.bytes("total_system_memory", systemBytes());
    }

    private void scripts() {
        text.field("used_memory_lua", 0);
        text.field("used_memory_vm_eval", 0);
        text.field("used_memory_lua_human", Bytes.human(0));
        text.field("used_memory_scripts_eval", 0);
        text.field("number_of_cached_scripts", 0);
        text.field("number_of_functions", 0);
        text.field("number_of_libraries", 0);
        text.field("used_memory_vm_functions", 0);
        text.bytes("used_memory_vm_total", 0);
        text.field("used_memory_functions", 0);
        text.bytes("used_memory_scripts", 0);
    }

    private void limits(MemoryConfig config) {
        text.bytes("maxmemory", memory.store().limitBytes());
        text.field("maxmemory_policy", config.eviction().policy());
    }

    private void fragmentation() {
        text.decimal("allocator_frag_ratio", memory.allocatorRatio(), 2);
        text.field("allocator_frag_bytes", memory.allocatorSlackBytes());
        text.decimal("allocator_rss_ratio", memory.usedBytes() == 0 ? 0 : 1, 2);
        text.field("allocator_rss_bytes", 0);
        text.decimal("rss_overhead_ratio", memory.residentRatio(), 2);
        text.field("rss_overhead_bytes", memory.residentExtraBytes());
        text.decimal("mem_fragmentation_ratio", memory.residentRatio(), 2);
        text.field("mem_fragmentation_bytes", memory.residentExtraBytes());
        text.field("mem_not_counted_for_evict", 0);
        text.field("mem_replication_backlog", 0);
        text.field("mem_total_replication_buffers", 0);
        text.field("mem_clients_slaves", 0);
        text.field("mem_clients_normal", memory.clientBytes());
        text.field("mem_cluster_links", 0);
        text.field("mem_aof_buffer", 0);
        text.field("mem_allocator", ALLOCATOR);
        text.field("active_defrag_running", 0);
        text.field("lazyfree_pending_objects", memory.store().flushedEntries());
        text.field("lazyfreed_objects", memory.store().sweptEntries());
    }

    private void ours(InternedStrings.Figures interned) {
        StoreFigures store = memory.store();
        text.field("larder_slot_bytes", store.slotBytes());
        text.field("larder_index_bytes", store.indexBytes());
        text.field("larder_timer_bytes", memory.timerBytes());
        text.field("larder_blob_bytes", store.blobBytes());
        text.field("larder_part_bytes", store.partBytes());
        text.field("larder_interned_bytes", store.internedBytes());
        text.field("larder_interned_values", interned.sharedValues());
        text.field("larder_interned_references", interned.references());
        text.field("larder_interned_bytes_saved", interned.savedBytes());
        text.field("larder_retired_slots", store.retiredSlots());
        text.field("larder_eviction_age_ms", store.evictionAgeMs());
        text.field("larder_shards", store.shards());
        text.field("java_heap_bytes", memory.heapBytes());
        text.field("java_heap_max_bytes", memory.heapMaxBytes());
    }

    /// The machine's memory, or the container's if it has less.
    static long systemBytes() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize();
    }
}
