/// The command line: what `larder` understands, and how it answers.
@org.jspecify.annotations.NullMarked
package dev.larder.server.cli;
