import MusterFleet
import Testing

@testable import MusterCLI

struct WatchLineTests {
    @Test func whatIsWrongWithAnInventoryIsOneLine() {
        let line = WatchLine(
            .inventoryInvalid("the inventory has 1 problem\nfleet.yml:6:3: unknown key\n  did you mean it?"))
        #expect(
            line.text == "the inventory cannot be used, the last one stays: the inventory has 1 problem; "
                + "fleet.yml:6:3: unknown key; did you mean it?")
    }
}
