import Testing

@testable import MusterHost

struct MountTests {
    private static func paths(_ lines: [String]) -> [String] {
        MountSelection.relevant(Mount.all(mountinfo: Array(lines.joined(separator: "\n").utf8))).map(\.path)
    }

    @Test func aServerKeepsItsDisksAlone() {
        let paths = Self.paths([
            "24 29 0:22 / /sys rw,nosuid shared:7 - sysfs sysfs rw", "25 29 0:23 / /proc rw shared:13 - proc proc rw",
            "26 29 0:5 / /dev rw shared:2 - devtmpfs udev rw,size=4k", "28 29 0:25 / /run rw shared:5 - tmpfs tmpfs rw",
            "29 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "30 29 8:2 / /boot/efi rw shared:3 - vfat /dev/sda2 rw",
            "40 29 7:0 / /snap/core/1 ro shared:9 - squashfs /dev/loop0 ro",
            "41 29 253:0 / /srv rw shared:10 - xfs /dev/mapper/vg-srv rw",
            "42 29 8:1 /var/lib /mnt/bind rw - ext4 /dev/sda1 rw",
            "43 29 0:44 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw,lowerdir=/a",
            "44 29 0:50 / /tank rw - zfs tank rw", "45 29 0:51 / /tank/nodes rw - zfs tank/nodes rw",
            "46 29 0:52 / /mnt/nas rw - nfs4 nas:/export rw", "47 29 0:53 / /mnt/pool rw - fuse.mergerfs a:b rw",
            "48 29 0:54 / /home/ant/.gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw",
            "49 29 0:55 / /auto rw - autofs systemd-1 rw",
            "50 29 0:60 /@home /home rw - btrfs /dev/sdb1 rw", "51 29 0:60 /@ /mnt/whole rw - btrfs /dev/sdb1 rw",
        ])
        #expect(
            paths == ["/", "/boot/efi", "/home", "/mnt/nas", "/mnt/pool", "/srv", "/tank", "/tank/nodes"])
    }

    @Test(arguments: ["overlay overlay rw", "tmpfs none rw", "zfs rpool/ct rw", "fuse.shiftfs x rw"])
    func theRootCountsWhateverItIs(rest: String) {
        #expect(Self.paths(["1 0 0:40 / / rw - \(rest)"]) == ["/"])
    }

    @Test func ofMountsAtOnePathTheLastIsSeen() {
        let lines = [
            "1 0 8:1 / / rw - ext4 /dev/a rw", "2 1 8:2 / /d rw - ext4 /dev/b rw", "3 2 8:3 / /d rw - xfs /dev/c rw",
        ]
        let mounts = MountSelection.relevant(Mount.all(mountinfo: Array(lines.joined(separator: "\n").utf8)))
        #expect(mounts.map(\.device) == ["8:1", "8:3"])
    }

    @Test func pathsAreUnescapedAndFieldsOptional() throws {
        let line =
            #"36 35 98:0 /a\040b /mnt/x\040y\134\011\012é rw,noatime master:1 shared:2 - ext4 /dev/my\040disk ro,x=1"#
        let mount = try #require(Mount.all(mountinfo: Array(line.utf8)).first)
        #expect(mount.path == "/mnt/x y\\\t\né")
        #expect(mount.source == "/dev/my disk")
        #expect((mount.root, mount.type, mount.isReadOnly) == ("/a b", "ext4", true))
    }

    @Test(arguments: [
        "36 35 98:0 / /mnt rw - ext4 /dev/x", "36 35 98:0 / /mnt rw ext4 /dev/x rw",
        "36 35 98:0 / mnt rw - ext4 /dev/x rw",
        #"36 35 98:0 / \057 rw -"#, "a - - - - - -",
    ])
    func aBrokenLineIsNoMount(line: String) {
        #expect(Mount.all(mountinfo: Array(line.utf8)).isEmpty)
    }

    @Test func tenThousandMountsAndLongNamesStayBounded() {
        var lines = (0..<10_000).map { "\($0) 1 0:\($0) / /m/\($0) rw - fuse.x x\($0) rw" }
        lines.append("1 0 8:1 / / rw - ext4 /dev/a rw")
        lines.append("2 1 8:9 / /\(String(repeating: "l", count: 5000)) rw - ext4 /dev/b rw")
        let paths = Self.paths(lines)
        #expect(paths.count == MountSelection.limit)
        #expect(paths.first == "/")
        #expect(paths.allSatisfy { $0.utf8.count <= MountSelection.longestName })
    }

    @Test func whatLiesBehindAnUnreliableMountIsUnreliable() {
        let lines = [
            "1 0 0:1 / / rw - nfs nas:/root rw", "2 1 0:2 / /mnt/nas rw - nfs nas:/x rw",
            "3 2 8:3 / /mnt/nas/disk rw - ext4 /dev/c rw", "4 1 8:4 / /mnt/nasty rw - ext4 /dev/d rw",
        ]
        let all = Mount.all(mountinfo: Array(lines.joined(separator: "\n").utf8))
        let unreliable = MountSelection.unreliable(MountSelection.relevant(all), among: all)
        #expect(Set(unreliable.map(\.path)) == ["/mnt/nas", "/mnt/nas/disk"])
    }

    @Test(arguments: [
        (0x0801 as UInt64, "8:1"), (0x1000_0000_0103, "4097:3"), (0x0010_0302, "3:258"), (0x30_0000, "0:768"),
    ])
    func deviceNumbersReadAsTheKernelPrintsThem(device: UInt64, expected: String) {
        #expect(SpaceUse.deviceName(device) == expected)
    }

    @Test(arguments: [
        (
            "4096 1000 600 500 100 90\n",
            SpaceUse(device: nil, total: 4_096_000, free: 2_457_600, available: 2_048_000, inodes: 100, inodesFree: 90)
        ),
        ("0 1 1 1 1 1\n", nil), ("4096 1000 600\n", nil), ("a b c d e f\n", nil), ("", nil),
        (
            "2 18446744073709551615 0 0 0 0\n",
            SpaceUse(device: nil, total: .max, free: 0, available: 0, inodes: 0, inodesFree: 0)
        ),
    ])
    func statOutput(text: String, expected: SpaceUse?) {
        #expect(SpaceUse(statOutput: Array(text.utf8)) == expected)
    }
}
