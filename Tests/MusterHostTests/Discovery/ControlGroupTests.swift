import Testing

@testable import MusterHost

struct ControlGroupTests {
    @Test(arguments: [
        ("0::/system.slice/antnode1.service\n", nil, "antnode1.service"),
        ("0::/nodes.slice/antnode1.service/worker\n", nil, "antnode1.service"),
        ("0::/user.slice/user-1000.slice/user@1000.service/app.slice/antnode2.service\n", 1000, "antnode2.service"),
        ("12:cpu:/x\n1:name=systemd:/system.slice/antnode3.service\n0::/\n", nil, "antnode3.service"),
        ("0::/user.slice/user-1000.slice/user@1000.service\n", nil, "user@1000.service"),
        ("0::/system.slice/_weird.service\n", nil, "weird.service"),
    ])
    func findsTheUnit(text: String, manager: UInt32?, name: String) {
        #expect(ControlGroup.unit(in: text) == UnitName(managerUID: manager, name: name))
    }

    @Test(arguments: [
        "0::/user.slice/user-1000.slice/session-3.scope\n", "0::/\n", "", "nonsense", "0::/docker/4a5b\n",
    ])
    func aProcessOfNoUnitHasNone(text: String) {
        #expect(ControlGroup.unit(in: text) == nil)
    }
}
