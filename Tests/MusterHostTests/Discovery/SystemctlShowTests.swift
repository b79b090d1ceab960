import MusterModel
import Testing

@testable import MusterHost

struct SystemctlShowTests {
    @Test func asksForFilesByNameAndForOthersByPattern() {
        let arguments = SystemctlShow.arguments(
            systemctl: "systemctl", isUser: true, names: ["antnode1.service"],
            patterns: [NamePattern("antnode{number}.service")])
        #expect(arguments.prefix(4) == ["systemctl", "--user", "show", "--no-pager"])
        #expect(arguments.suffix(3) == ["--", "antnode[0-9]*.service", "antnode1.service"])
        #expect(arguments.contains("--state=not-found"))
    }

    @Test func instancesOfTemplatesAreOnlyFoundLoaded() {
        let patterns = [NamePattern("node@{number}.service")]
        let arguments = SystemctlShow.arguments(systemctl: "systemctl", isUser: false, names: [], patterns: patterns)
        #expect(!arguments.contains("--state=not-found"))
    }

    static let answer = """
        Restart=always
        MainPID=4711
        NRestarts=3
        ExecStart={ path=/d/n1/antnode ; argv[]=/d/n1/antnode --root-dir /d/n1 --port 55001 ; ignore_errors=no ; \
        start_time=[n/a] ; stop_time=[n/a] ; pid=4711 ; code=(null) ; status=0/0 }
        Id=antnode1.service
        LoadState=loaded
        ActiveState=active
        SubState=running
        FragmentPath=/etc/systemd/system/antnode1.service
        UnitFileState=disabled
        InvocationID=9f1f
        User=ant

        MainPID=0
        NRestarts=[not set]
        Id=antnode2.service
        LoadState=not-found
        ActiveState=inactive

        """

    @Test func readsUnitsApart() throws {
        let units = SystemctlShow.units(in: Array(Self.answer.utf8))
        #expect(units.map { $0["Id"] } == ["antnode1.service", "antnode2.service"])
        #expect(units.map(\.isGhost) == [false, true])
        let unit = try #require(units.first).evidence(managerUID: 1000)
        #expect(unit.managerUID == 1000)
        #expect(unit.mainPID == 4711)
        #expect(unit.restarts == 3)
        #expect(unit.activeState == "active")
        #expect(unit.restartPolicy == "always")
        #expect(units[1].evidence(managerUID: nil).mainPID == nil)
        #expect(units[1].evidence(managerUID: nil).restarts == nil)
    }

    @Test func theFileSaysWhereWordsEnd() throws {
        let unit = try #require(
            SystemctlShow.units(
                in: Array("Id=a.service\nExecStart={ path=/n ; argv[]=/n --d /a b ; ignore_errors=no ; }".utf8)
            )
            .first)
        #expect(unit.command(file: nil)?.words == ["/n", "--d", "/a", "b"])
        #expect(
            unit.command(file: UnitSettings(["[Service]\nExecStart=/n --d '/a b'"]))?.words == ["/n", "--d", "/a b"])
        let changed = UnitSettings(["[Service]\nExecStart=/n --d /other"])
        #expect(unit.command(file: changed)?.words == ["/n", "--d", "/a", "b"])
    }

    @Test(arguments: ["", "\n\n\n", "no equals sign", "=x\n", "Id=\n"])
    func rubbishIsNoUnit(text: String) {
        #expect(SystemctlShow.units(in: Array(text.utf8)).isEmpty)
    }
}
