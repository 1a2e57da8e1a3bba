package dev.larder.server.command.admin;

import java.util.List;
import java.util.SplittableRandom;

/// A cupboard of shelves with what a larder holds, drawn with letters.
final class LarderDrawing {
    private static final int WIDTH = 54;
    private static final int SHELVES = 3;
    private static final int HEIGHT = 4;

    /// Things to put on a shelf, four lines each, upright on the last.
    private static final List<String[]> THINGS =
            List.of(
                    new String[] {" ___ ", "|___|", "|jam|", "|___|"},
                    new String[] {"  _  ", " | | ", "/   \\", "|oil|"},
                    new String[] {"     ", "  __ ", " /  \\", "|tea|"},
                    new String[] {"     ", " ___ ", "(___)", "(___)"},
                    new String[] {"  ,  ", " .|. ", "( | )", " `-' "},
                    new String[] {"     ", "     ", "\\~~~/", " \\_/ "},
                    new String[] {"  __ ", " (__)", " |  |", " |__|"},
                    new String[] {"     ", "  /| ", " /o| ", "/__| "},
                    new String[] {"     ", "     ", "     ", "_.._."});

    private LarderDrawing() {}

    /// The larder that `seed` fills: the same for the same seed.
    static String draw(long seed) {
        var random = new SplittableRandom(seed);
        var drawing = new StringBuilder();
        drawing.append(' ').append("_".repeat(WIDTH)).append('\n');
        for (int shelf = 0; shelf < SHELVES; shelf++) {
            for (String line : shelf(random)) {
                drawing.append('|').append(line).append("|\n");
            }
            drawing.append('|').append("=".repeat(WIDTH)).append("|\n");
        }
        return drawing.toString();
    }

    private static String[] shelf(SplittableRandom random) {
        StringBuilder[] lines = new StringBuilder[HEIGHT];
        for (int line = 0; line < HEIGHT; line++) {
            lines[line] = new StringBuilder();
        }
        while (lines[0].length() < WIDTH - 7) {
            String[] thing = THINGS.get(random.nextInt(THINGS.size()));
            String gap = " ".repeat(1 + random.nextInt(2));
            for (int line = 0; line < HEIGHT; line++) {
                lines[line].append(gap).append(thing[line]);
            }
        }
        String[] shelf = new String[HEIGHT];
        for (int line = 0; line < HEIGHT; line++) {
            shelf[line] = lines[line] + " ".repeat(WIDTH - lines[line].length());
        }
        return shelf;
    }
}
