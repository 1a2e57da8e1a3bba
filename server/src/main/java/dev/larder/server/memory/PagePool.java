package dev.larder.server.memory;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.memory.ChunkHeap.PAGE_BYTES;
import static dev.larder.server.memory.HeapCounters.ACTIVE_PAGES;
import static dev.larder.server.memory.HeapCounters.COMMITTED;
import static dev.larder.server.memory.HeapCounters.EMPTY_PAGES;
import static dev.larder.server.memory.HeapCounters.GIVEN_BACK;
import static dev.larder.server.memory.HeapCounters.GONE_PAGES;
import static dev.larder.server.memory.HeapCounters.LEAVING_PAGES;
import static dev.larder.server.memory.HeapCounters.TABLE_PAGES;
import static dev.larder.server.memory.PageTable.ACTIVE;
import static dev.larder.server.memory.PageTable.EMPTY;
import static dev.larder.server.memory.PageTable.GONE;
import static dev.larder.server.memory.PageTable.LEAVING;
import static dev.larder.server.memory.PageTable.NO_PAGE;

/// The pages that hold no chunks, and how many bytes are resident.
///
/// ```text
///            take                  take (resident again when touched)
///     +--------------+      +-----------------------------------------+
///     v              |      v                                         |
///   ACTIVE ------> EMPTY   ACTIVE        EMPTY ----> LEAVING ----> GONE
///          release                             begin         end
///     ^
///     +--- take --- untouched, from the frontier up
/// ```
///
/// Empty pages are taken last in, first out, while they are in the caches; what leaves is taken from
/// the other end. Telling the system is a call of microseconds and happens outside the lock, while
/// the page is `LEAVING` and on no list: [#beginLeaving] and [#endLeaving] are its two halves.
///
/// - **M3** Pages below the frontier are active, empty, leaving or gone, and the counts say how many
///   are which; what is committed is 64 KiB for each that is not gone and for each page of the page
///   table that speaks of one of them.
/// - **M4** Taking a page never commits more than its taker's bound, which is at most the limit but for
///   writes that cannot be given up. An empty page is taken only if giving back the other empty ones
///   is enough to come under the bound.
///
/// Guarded by the heap's lock.
final class PagePool {
    private final PageTable table;
    private final HeapCounters counters;
    private final int firstPage;
    private final int pages;

    /// Pages from here on were never touched.
    private int frontier;

    private int emptyNewest = NO_PAGE;
    private int emptyOldest = NO_PAGE;
    private int goneNewest = NO_PAGE;

    PagePool(PageTable table, HeapCounters counters, int pages) {
        this.table = table;
        this.counters = counters;
        this.pages = pages;
        this.firstPage = PageTable.pagesOfTable(pages);
        this.frontier = firstPage;
    }

    int firstPage() {
        return firstPage;
    }

    int frontier() {
        return frontier;
    }

    /// A page for the caller to open, or `NO_PAGE` when the region is exhausted or more than `bound` bytes
    /// would be committed.
    int take(long bound) {
        if (!hasPage(bound)) {
            return NO_PAGE;
        }
        int page = emptyNewest;
        if (page != NO_PAGE) {
            unlinkEmpty(page);
        } else {
            page = commit();
            assert counters.read(COMMITTED) <= bound : "M4: page " + page;
        }
        counters.add(ACTIVE_PAGES, 1);
        return page;
    }

    /// A page that was not resident: one given back before, or the next one never touched.
    private int commit() {
        int page = goneNewest;
        if (page != NO_PAGE) {
            goneNewest = table.next(page);
            counters.add(GONE_PAGES, -1);
        } else {
            page = frontier;
            if (beginsPageOfTable(page)) {
                counters.add(TABLE_PAGES, 1);
                counters.add(COMMITTED, PAGE_BYTES);
            }
            frontier = page + 1;
        }
        counters.add(COMMITTED, PAGE_BYTES);
        return page;
    }

    /// Whether [#take] would find a page, a moment ago; callable without the lock.
    boolean hasPage(long bound) {
        if (counters.read(EMPTY_PAGES) > 0) {
            return needed() + PAGE_BYTES <= bound;
        }
        long room = bound - counters.read(COMMITTED);
        if (counters.read(GONE_PAGES) > 0) {
            return room >= PAGE_BYTES;
        }
        int page = frontier;
        return page < pages && room >= (beginsPageOfTable(page) ? 2L : 1L) * PAGE_BYTES;
    }

    /// What would be committed if all empty pages were given back; callable without the lock.
    long needed() {
        return counters.read(COMMITTED) - counters.read(EMPTY_PAGES) * PAGE_BYTES;
    }

    /// Keeps an active page that is now empty and on no list.
    void release(int page) {
        counters.add(ACTIVE_PAGES, -1);
        pushEmpty(page);
    }

    /// Takes up to `pagesMax` of the longest empty pages, but leaves `keepPages`; answers the first, the
    /// others follow as `next`, or `NO_PAGE`.
    int beginLeaving(int keepPages, int pagesMax) {
        int first = NO_PAGE;
        for (int taken = 0; taken < pagesMax; taken++) {
            if (counters.read(EMPTY_PAGES) <= keepPages) {
                break;
            }
            int page = emptyOldest;
            unlinkEmpty(page);
            counters.add(LEAVING_PAGES, 1);
            table.state(page, LEAVING);
            table.next(page, first);
            first = page;
        }
        return first;
    }

    /// The page has left, or (`!gone`) the system did not take it.
    void endLeaving(int page, boolean gone) {
        assert table.state(page) == LEAVING : "M3: page " + page + " was not leaving";
        counters.add(LEAVING_PAGES, -1);
        if (gone) {
            table.state(page, GONE);
            table.next(page, goneNewest);
            goneNewest = page;
            counters.add(GONE_PAGES, 1);
            counters.add(GIVEN_BACK, 1);
            counters.add(COMMITTED, -PAGE_BYTES);
        } else {
            pushEmpty(page);
        }
    }

    /// Whether the descriptor of the untouched `page` lies on a page of the table not touched before.
    private boolean beginsPageOfTable(int page) {
        return page == firstPage || PageTable.pageOfTable(page) != PageTable.pageOfTable(page - 1);
    }

    private void pushEmpty(int page) {
        table.state(page, EMPTY);
        table.prev(page, NO_PAGE);
        table.next(page, emptyNewest);
        if (emptyNewest == NO_PAGE) {
            emptyOldest = page;
        } else {
            table.prev(emptyNewest, page);
        }
        emptyNewest = page;
        counters.add(EMPTY_PAGES, 1);
    }

    private void unlinkEmpty(int page) {
        int prev = table.prev(page);
        int next = table.next(page);
        if (prev == NO_PAGE) {
            emptyNewest = next;
        } else {
            table.next(prev, next);
        }
        if (next == NO_PAGE) {
            emptyOldest = prev;
        } else {
            table.prev(next, prev);
        }
        counters.add(EMPTY_PAGES, -1);
    }

    /// Walks the lists and counts the states. O(pages).
    void verify() {
        verifyList(emptyNewest, EMPTY, counters.read(EMPTY_PAGES));
        verifyList(goneNewest, GONE, counters.read(GONE_PAGES));
        long active = 0;
        long leaving = 0;
        for (int page = firstPage; page < frontier; page++) {
            int state = table.state(page);
            require(state >= ACTIVE && state <= GONE, "M3", "page %d has state %d", page, state);
            active += state == ACTIVE ? 1 : 0;
            leaving += state == LEAVING ? 1 : 0;
        }
        long counted = counters.read(ACTIVE_PAGES);
        require(active == counted, "M3", "%d active pages, counted %d", active, counted);
        counted = counters.read(LEAVING_PAGES);
        require(leaving == counted, "M3", "%d leaving pages, counted %d", leaving, counted);
        verifyCommitted();
    }

    private void verifyCommitted() {
        long below = (long) frontier - firstPage;
        long resident =
                counters.read(ACTIVE_PAGES)
                        + counters.read(EMPTY_PAGES)
                        + counters.read(LEAVING_PAGES);
        long gone = counters.read(GONE_PAGES);
        require(resident + gone == below, "M3", "%d + %d pages of %d", resident, gone, below);
        long tablePages =
                below == 0
                        ? 0
                        : PageTable.pageOfTable(frontier - 1)
                                - PageTable.pageOfTable(firstPage)
                                + 1;
        long counted = counters.read(TABLE_PAGES);
        require(tablePages == counted, "M3", "%d table pages, counted %d", tablePages, counted);
        long committed = (resident + tablePages) * PAGE_BYTES;
        counted = counters.read(COMMITTED);
        require(committed == counted, "M3", "%d bytes committed, counted %d", committed, counted);
    }

    private void verifyList(int newest, int state, long count) {
        long seen = 0;
        for (int page = newest; page != NO_PAGE; page = table.next(page)) {
            require(++seen <= count, "M3", "more than %d pages of state %d", count, state);
            int found = table.state(page);
            require(found == state, "M3", "page %d of state %d, not %d", page, found, state);
        }
        require(seen == count, "M3", "%d pages of state %d, counted %d", seen, state, count);
    }
}
