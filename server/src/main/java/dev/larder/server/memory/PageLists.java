package dev.larder.server.memory;

import static dev.larder.server.check.InvariantViolation.require;
import static dev.larder.server.memory.PageTable.LIST_FULL;
import static dev.larder.server.memory.PageTable.NO_PAGE;
import static dev.larder.server.memory.PageTable.QUARTERS;

/// The active pages with free chunks, listed by row (a kind and a size class) and by the quarter of
/// their chunks that is live. Allocating from the fullest quarter lets the sparse pages drain.
///
/// - **M1** An active page is on the list of its row and its quarter, and on no other; a full one and
///   one being evacuated are on none.
/// - **M2** Neighbours on a list name each other.
///
/// Heads lie on the heap (4 bytes a list), links in the page descriptors. Guarded by the heap's lock.
final class PageLists {
    private final PageTable table;
    private final int[] heads;

    PageLists(PageTable table, int rows) {
        this.table = table;
        this.heads = new int[rows * QUARTERS];
    }

    /// The list for a page of `capacity` chunks, `live` of them live.
    static int listOf(int live, int capacity) {
        return QUARTERS * live / capacity;
    }

    /// A page of the fullest quarter of `row` that has one, or `NO_PAGE`.
    int fullest(int row) {
        int base = row * QUARTERS;
        int page = heads[base + 3];
        if (page == NO_PAGE) {
            page = heads[base + 2];
        }
        if (page == NO_PAGE) {
            page = heads[base + 1];
        }
        return page == NO_PAGE ? heads[base] : page;
    }

    /// The page most worth evacuating among the first `pagesMax` of the emptiest quarter of `row` that
    /// has any, or `NO_PAGE`: the one with the fewest live chunks that no evacuation gave up yet, else
    /// the one given up longest ago.
    int sparsest(int row, int pagesMax) {
        int base = row * QUARTERS;
        int quarter = 0;
        while (quarter < QUARTERS - 1 && heads[base + quarter] == NO_PAGE) {
            quarter++;
        }
        int sparsest = heads[base + quarter];
        int page = sparsest;
        for (int seen = 0; seen < pagesMax && page != NO_PAGE; seen++) {
            if (isSparser(page, sparsest)) {
                sparsest = page;
            }
            page = table.next(page);
        }
        return sparsest;
    }

    private boolean isSparser(int page, int other) {
        int order = Integer.compareUnsigned(table.evacuation(page), table.evacuation(other));
        return order < 0 || (order == 0 && table.live(page) < table.live(other));
    }

    /// Moves `page` of `row` from whatever list it is on to `list`.
    void move(int page, int row, int list) {
        int now = table.list(page);
        if (now != list) {
            if (now < LIST_FULL) {
                unlink(page, row * QUARTERS + now);
            }
            if (list < LIST_FULL) {
                push(page, row * QUARTERS + list);
            }
            table.list(page, list);
        }
    }

    private void push(int page, int head) {
        int first = heads[head];
        table.prev(page, NO_PAGE);
        table.next(page, first);
        if (first != NO_PAGE) {
            table.prev(first, page);
        }
        heads[head] = page;
    }

    private void unlink(int page, int head) {
        int prev = table.prev(page);
        int next = table.next(page);
        if (prev == NO_PAGE) {
            assert heads[head] == page : "M2: page " + page + " is not the first of its list";
            heads[head] = next;
        } else {
            table.next(prev, next);
        }
        if (next != NO_PAGE) {
            table.prev(next, prev);
        }
    }

    /// Walks the lists of `row`; answers how many pages they hold. O(pages of the row).
    int verify(int row, int pagesMax) {
        int seen = 0;
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            int prev = NO_PAGE;
            int page = heads[row * QUARTERS + quarter];
            while (page != NO_PAGE) {
                require(++seen <= pagesMax, "M2", "the lists of row %d loop at page %d", row, page);
                require(table.prev(page) == prev, "M2", "page %d links back past %d", page, prev);
                require(table.list(page) == quarter, "M1", "page %d is on list %d", page, quarter);
                require(
                        table.state(page) == PageTable.ACTIVE,
                        "M1",
                        "page %d of state %d is listed",
                        page,
                        table.state(page));
                prev = page;
                page = table.next(page);
            }
        }
        return seen;
    }
}
