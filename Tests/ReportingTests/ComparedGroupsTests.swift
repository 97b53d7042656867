import Domain
import GRDB
import Storage
import Testing

@testable import Comparisons
@testable import Reporting

/// Two models in each group.
struct ComparedGroupsTests {
    private func groups(
        _ runs: ComparedRuns,
        by names: [String],
        metrics: [String] = []
    ) throws -> ComparedGroups? {
        let comparison = try runs.comparison("1:reader", "1:majority") { $0.metrics = metrics }
        let task = try #require(comparison.tasks.first)
        return try runs.store.reader.read { db in
            try ComparedGroups(
                db,
                task,
                by: Grouping(names),
                significance: 0.05,
                seed: comparison.seed
            )
        }
    }

    @Test func `Groups hold the examples that both answered`() throws {
        let found = try #require(try groups(try SmallComparison.make(), by: ["source"]))
        // Of the radio's two, each model failed on one.
        #expect(found.groups.map(\.name) == ["print", "web"] && found.count == 2)
        #expect(found.groups.map(\.examples) == [3, 3] && found.ungrouped == 0)
        let print = try #require(found.groups[0].values)
        #expect(print.first == 1 && print.second == 0 && print.difference == -1)
        // McNemar, exact: three to nothing gives 1/4, and nothing to one 1; Holm doubles the smaller.
        #expect(abs((print.p ?? 0) - 0.5) < 1e-12 && found.groups[1].values?.p == 1)
        #expect(print.interval?.upper == -1)
    }

    @Test func `In groups by the target, F1 looks at all examples`() throws {
        let found = try #require(
            try groups(try SmallComparison.make(), by: ["label"], metrics: ["f1"])
        )
        #expect(found.groups.map(\.name) == ["bad", "good"])
        let bad = try #require(found.groups[0].values)
        // A: three hits, one miss of `good` taken for it. B: one hit, two misses, one false alarm.
        #expect(abs(bad.first - 6.0 / 7) < 1e-12 && abs(bad.second - 2.0 / 5) < 1e-12)
        #expect(bad.interval == nil && bad.p == nil)
        let plain = try #require(try groups(try SmallComparison.make(), by: ["label"]))
        #expect(plain.groups.map { $0.values?.first } == [1, 2.0 / 3])
    }

    @Test func `An attribute that no example has makes no groups`() throws {
        #expect(try groups(try SmallComparison.make(), by: ["accent"]) == nil)
    }

    @Test func `Groups that swapping cannot tell of have no p`() throws {
        let runs = try SmallComparison.make()
        let found = try #require(try groups(runs, by: ["source"], metrics: ["f1"]))
        #expect(found.groups.allSatisfy { $0.values?.p == nil && $0.values?.unitsNeeded == 6 })
    }
}
