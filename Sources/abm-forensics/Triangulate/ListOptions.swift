import ArgumentParser
import CaseReading
import DeviceTriangulation

/// The device lists of the four views.
struct ListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the organisation's account at Apple says (repeatable).", valueName: Self.value))
    var tenant: [ListArgument] = []

    @Option(help: ArgumentHelp("What Apple's assignment service says to the MDM.", valueName: Self.value))
    var ade: [ListArgument] = []

    @Option(help: ArgumentHelp("What the MDM says.", valueName: Self.value))
    var mdm: [ListArgument] = []

    @Option(help: ArgumentHelp("What the devices themselves say.", valueName: Self.value))
    var device: [ListArgument] = []

    @Option(
        help: ArgumentHelp(
            "This view's lists are not all there is: nothing follows from a device that they lack.",
            valueName: "view"))
    var partial: [ListRole] = []

    private static let value = "file[:dialect]"

    /// The lists in the order of the views.
    func inputs() throws -> [FleetInput] {
        let named: [(SourceRole, [ListArgument])] = [
            (.tenant, tenant), (.ade, ade), (.mdm, mdm), (.device, device),
        ]
        return try named.flatMap { role, lists in
            try lists.map { try $0.input(as: role, isPartial: partial.contains { $0.role == role }) }
        }
    }

    mutating func validate() throws {
        let inputs = try inputs()
        if inputs.isEmpty {
            throw ValidationError("Name a device list: --tenant, --ade, --mdm or --device, each with a file.")
        }
        if inputs.filter({ $0.path == "-" }).count > 1 {
            throw ValidationError("Standard input (-) can be one list only.")
        }
        if inputs.count > Int(UInt16.max) { throw ValidationError("More than 65,535 lists.") }
    }
}

/// A view by its name on the command line.
struct ListRole: ExpressibleByArgument {
    let role: SourceRole

    init?(argument: String) {
        guard let role = SourceRole(name: argument) else { return nil }
        self.role = role
    }

    static var allValueStrings: [String] { SourceRole.allCases.map(\.name) }
}
