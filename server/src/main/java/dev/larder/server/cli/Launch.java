package dev.larder.server.cli;

import java.util.List;

/// What the command line is given by the program that it stands in front of.
///
/// @param version of the program
/// @param starter starts a server
/// @param end how the process ends
/// @param pages the files that are made from catalogues in the code
public record Launch(
        String version, ServerStarter starter, ProcessEnd end, List<GeneratedPage> pages) {}
