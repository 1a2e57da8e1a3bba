package dev.larder.server.bench;

/// What is written.
///
/// @param sizes how long values are
/// @param variety how many different ones there are
/// @param lifetimes how long they are to live
public record ValuePlan(ValueSizes sizes, ValueVariety variety, Lifetimes lifetimes) {}
