// Exports that people read have the columns that somebody chose, under names in the language of the browser:
// a column is found by any of its names, compared without case, spaces and punctuation.

extension DeviceDialect {
    /// The device list that the portal of Apple Business or School Manager exports.
    ///
    /// Source: `evidence-formats.md`; the names are those of the portal's columns, in English, German,
    /// French, Spanish and Japanese, the commonest in Italian, Dutch and Portuguese too.
    package static let abmPortal = DeviceDialect(
        "abm-portal", aliases: ["asm-portal"], listKeys: [],
        shapes: [
            RecordShape(
                "abm-portal export", roles: [.tenant], form: .table,
                telling: serverHeaders + addedHeaders,
                known: known(
                    orderHeaders + [
                        "Order Date", "Bestelldatum", "Product Family", "Device Type", "Storage", "Capacity",
                        "Device Capacity", "Color", "Colour", "IMEI", "IMEI/MEID", "MEID", "EID",
                        "Wi-Fi Address",
                        "Wi-Fi MAC Address", "Bluetooth Address", "Bluetooth MAC Address", "Ethernet Address",
                        "Part Number", "Device Source ID", "Source ID", "Supplier ID", "Location",
                        "Apple Customer Number",
                        "Reseller ID", "Farbe", "Kapazität", "Couleur", "Capacité", "Color", "Capacidad",
                        "容量", "カラー",
                    ]),
                meanings: [
                    WordMeaning(.status, "released", .answer(.released, true)),
                    WordMeaning(.status, "unassigned", .answer(.hasServer, false)),
                ],
                serialHeaders() + rules(.name(.server), serverHeaders) + rules(.time(.addedAt), addedHeaders)
                    + rules(
                        .word(.status),
                        [
                            "Status", "Device Status", "Assignment Status", "Zuweisungsstatus", "Statut",
                            "Estado",
                            "Stato", "ステータス", "状況",
                        ])
                    + rules(
                        .time(.assignedAt),
                        [
                            "Date Assigned", "Assigned Date", "Assigned On", "Zugewiesen am",
                            "Zuweisungsdatum",
                            "Date d’attribution", "Attribué le", "Fecha de asignación", "Asignado el",
                            "割り当て日",
                        ])
                    + rules(
                        .name(.assignedBy),
                        ["Assigned By", "Zugewiesen von", "Attribué par", "Asignado por", "割り当てたユーザ"])
                    + rules(
                        .flag(.released),
                        ["Date Released", "Released Date", "Freigegeben am", "Date de libération", "解放日"],
                        .presence)
                    + rules(
                        .word(.purchase),
                        [
                            "Source", "Purchase Source", "Device Source", "Purchase Source Type", "Quelle",
                            "Bezugsquelle", "Origine", "Origen", "Fuente", "購入元", "ソース",
                        ])
                    + rules(
                        .flag(.activationLocked),
                        [
                            "Activation Lock", "Activation Lock Status", "Aktivierungssperre",
                            "Verrouillage d’activation", "Bloqueo de activación", "アクティベーションロック",
                        ])
                    + rules(
                        .time(.migrationDeadline),
                        ["Migration Deadline", "Deadline", "Migrationsfrist", "Date limite de migration"])
                    + rules(
                        .word(.migration), ["Migration Status", "Migrationsstatus", "Statut de migration"])
                    + rules(.name(.model), modelHeaders) + rules(.name(.os), osHeaders))
        ])

    /// The list of computers or mobile devices that Jamf Pro's console exports.
    package static let jamfCSV = DeviceDialect(
        "jamf-csv", listKeys: [],
        shapes: [
            RecordShape(
                "jamf-csv export", roles: [.mdm], form: .table,
                telling: [
                    "Jamf Pro Computer ID", "JSS Computer ID", "JSS Mobile Device ID",
                    "Jamf Pro Mobile Device ID",
                    "Last Inventory Update", "PreStage Enrollment", "MDM Capability", "Last Enrollment",
                    "Managed",
                    "Letztes Bestandsupdate", "Verwaltet", "Géré", "Administrado", "管理対象",
                ],
                known: known([
                    "Jamf Pro Computer ID", "JSS Computer ID", "JSS Mobile Device ID",
                    "Jamf Pro Mobile Device ID",
                    "Computer Name", "Display Name", "Device Name", "Full Name", "Username", "Email Address",
                    "Department", "Building", "Room", "Position", "IP Address", "Last Reported IP Address",
                    "MAC Address", "Wi-Fi MAC Address", "Asset Tag", "Bar Code 1", "Bar Code 2",
                    "PreStage Enrollment", "Jamf Binary Version", "Operating System Build", "Total RAM MB",
                    "Processor Type", "Enrollment Method", "User Approved MDM", "Model",
                ]),
                serialHeaders() + rules(.udid, ["UDID", "Hardware UUID"])
                    + rules(
                        .time(.contactAt),
                        [
                            "Last Check-in", "Last Contact Time", "Last Inventory Update", "Letzter Check-in",
                            "Letztes Bestandsupdate", "Dernière connexion", "Dernier inventaire",
                            "Última conexión", "最終チェックイン",
                        ])
                    + rules(
                        .time(.enrolledAt),
                        [
                            "Last Enrollment", "Last Enrollment Date", "Enrollment Date",
                            "Letzte Registrierung",
                            "Dernière inscription", "Última inscripción", "最終登録日",
                        ], .proof)
                    + rules(
                        .flag(.enrolled),
                        [
                            "Managed", "Is Managed", "MDM Capability", "Verwaltet", "Géré", "Administrado",
                            "管理対象",
                        ])
                    + rules(.flag(.supervised), supervisedHeaders)
                    + rules(
                        .flag(.viaADE),
                        [
                            "Enrolled via Automated Device Enrollment", "Enrolled via DEP",
                            "Automated Device Enrollment", "Device Enrollment Program",
                        ])
                    + rules(.flag(.activationLocked), ["Activation Lock Enabled", "Activation Lock"])
                    + rules(.name(.site), ["Site", "Standort", "サイト"])
                    + rules(.name(.model), ["Model Identifier", "Modellkennung", "Identifiant du modèle"])
                    + rules(.name(.os), osHeaders))
        ])

    /// The device list that Intune's console exports.
    package static let intuneCSV = DeviceDialect(
        "intune-csv", listKeys: [],
        shapes: [
            RecordShape(
                "intune-csv export", roles: [.mdm], form: .table,
                telling: [
                    "Azure AD Device ID", "Microsoft Entra Device ID", "Entra Device ID", "Management name",
                    "Primary user UPN", "Compliance", "Managed by", "JoinType", "SkuFamily",
                    "Intune registered",
                    "Verwaltet von", "Konformität", "Géré par", "Conformité", "Cumplimiento", "準拠", "管理者",
                ],
                known: known([
                    "Device ID", "Device name", "Azure AD Device ID", "Microsoft Entra Device ID",
                    "Entra Device ID",
                    "Azure AD registered", "Microsoft Entra registered", "EAS activation ID", "Manufacturer",
                    "EAS activated", "IMEI", "Last EAS sync time", "EAS reason", "EAS status",
                    "Compliance grace period expiration", "Security patch level", "Wi-Fi MAC", "MEID",
                    "Subscriber carrier", "Total storage", "Free storage", "Management name", "Category",
                    "UserId",
                    "Primary user UPN", "Primary user email address", "Primary user display name",
                    "WiFiIPv4Address",
                    "WiFiSubnetID", "Compliance", "Managed by", "Ownership", "Device state",
                    "Intune registered",
                    "Encrypted", "OS", "SkuFamily", "JoinType", "Phone number", "Jailbroken", "ICCID",
                    "EthernetMAC", "CellularTechnology", "ProcessorArchitecture", "EID", "EnrollmentType",
                    "TPMManufacturerId", "TPMManufacturerVersion", "Gerätename", "Hersteller", "Besitz",
                ]),
                serialHeaders() + rules(.udid, ["UDID"])
                    + rules(
                        .time(.contactAt),
                        [
                            "Last check-in", "Last sync", "Last sync date time", "Letzter Check-In",
                            "Letzte Synchronisierung", "Dernier check-in", "Dernière synchronisation",
                            "Última comprobación", "Última sincronización", "前回のチェックイン",
                        ])
                    + rules(
                        .time(.enrolledAt),
                        [
                            "Enrollment date", "Enrolled date", "Registrierungsdatum", "Date d’inscription",
                            "Fecha de inscripción", "登録日",
                        ], .proof)
                    + rules(.flag(.supervised), supervisedHeaders)
                    + rules(.name(.model), modelHeaders) + rules(.name(.os), osHeaders))
        ])

    // MARK: Names of columns

    /// The serial number, as exports of every kind call it.
    static func serialHeaders(besides others: [String] = []) -> [PathRule] {
        let names = [
            "Serial Number", "Serial", "Serial No", "Device Serial Number", "Seriennummer", "Serien-Nr",
            "Numéro de série", "N° de série", "Número de serie", "Nº de serie", "Numero di serie",
            "Numero seriale", "Serienummer", "Número de série", "シリアル番号", "製造番号", "序列号",
        ]
        return rules(.serial, names.filter { !others.contains($0) })
    }

    private static let serverHeaders = [
        "MDM Server", "Assigned Server", "Device Management Service", "Assigned Device Management Service",
        "Assigned To", "Assigned MDM Server", "MDM-Server", "Zugewiesener MDM-Server", "Zugewiesen an",
        "Geräteverwaltungsdienst", "Serveur MDM", "Attribué à", "Service de gestion des appareils",
        "Servidor MDM",
        "Servidor de MDM", "Asignado a", "Server MDM", "Assegnato a", "MDMサーバ", "MDMサーバー", "デバイス管理サービス",
        "割り当て先",
    ]

    private static let addedHeaders = [
        "Date Added", "Added", "Added On", "Added Date", "Date Added to Organization", "Hinzugefügt am",
        "Datum hinzugefügt", "Ajouté le", "Date d’ajout", "Añadido el", "Fecha de adición",
        "Data di aggiunta",
        "追加日",
    ]

    private static let orderHeaders = [
        "Order Number", "Order", "Bestellnummer", "Numéro de commande", "Número de pedido", "Numero d’ordine",
        "注文番号",
    ]

    private static let modelHeaders = [
        "Model", "Device Model", "Product Type", "Modell", "Gerätemodell", "Modèle", "Modèle d’appareil",
        "Modelo",
        "Modelo de dispositivo", "Modello", "モデル", "デバイスモデル",
    ]

    private static let osHeaders = [
        "OS Version", "Operating System Version", "iOS Version", "OS-Version", "Betriebssystemversion",
        "Version du système d’exploitation", "Version de l’OS", "Versión del SO", "Versión de SO", "OSバージョン",
        "OS のバージョン",
    ]

    private static let supervisedHeaders = [
        "Supervised", "Betreut", "Überwacht", "Supervisé", "Supervisado", "監視対象", "監理対象",
    ]

    /// A rule for each name of a column, names that compare equal once.
    private static func rules(
        _ field: DeviceField, _ names: [String], _ reading: ValueReading = .plain
    ) -> [PathRule] {
        var met: Set<String> = []
        return names.filter { met.insert($0).inserted }.map { PathRule($0, field, reading) }
    }

    /// Column names as one text, their spaces gone: names are compared without them.
    private static func known(_ names: [String]) -> String {
        names.map { $0.filter { !$0.isWhitespace } }.joined(separator: " ")
    }
}
