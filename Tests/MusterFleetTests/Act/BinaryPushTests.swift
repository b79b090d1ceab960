import Foundation
import MusterFleet
import MusterModel
import Testing

/// What is looked at before a program is sent anywhere.
struct BinaryPushTests {
    private func push(_ bytes: [UInt8]) throws -> BinaryPush {
        let path = FileManager.default.temporaryDirectory.appending(path: "binary-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(bytes).write(to: path)
        return try BinaryPush(reading: path.path)
    }

    private func program(machine: UInt8) -> [UInt8] {
        [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + Array(repeating: 0, count: 11) + [machine, 0, 1, 0]
    }

    @Test(arguments: [
        (UInt8(0xB7), "x86_64", "aarch64"), (0x3E, "aarch64", "x86_64"), (0xF3, "x86_64", "riscv64"),
    ])
    func aProgramForAnotherMachineIsNotSent(code: UInt8, machine: String, built: String) throws {
        let misfit = try push(program(machine: code)).misfit(on: machine)
        #expect(misfit?.message.hasSuffix("is a program for \(built), and the host is \(machine)") == true)
        #expect(misfit?.fix == "name a program for \(machine) with --binary")
    }

    /// A machine may run more than its own programs, and what is not known is no reason.
    @Test(arguments: [(UInt8(0x3E), "x86_64"), (0x03, "x86_64"), (0x28, "aarch64"), (0x3E, "loongarch64")])
    func whatMayRunIsSent(code: UInt8, machine: String) throws {
        #expect(try push(program(machine: code)).misfit(on: machine) == nil)
        #expect(try push(Array("#!/bin/sh\n".utf8)).misfit(on: machine) == nil)
    }

    @Test(arguments: [[UInt8](), Array("hello".utf8), [0x50, 0x4B, 3, 4]])
    func whatIsNoProgramIsRefused(bytes: [UInt8]) {
        #expect(throws: BinaryError.self) { try push(bytes) }
    }
}
