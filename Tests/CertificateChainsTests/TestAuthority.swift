import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import Testing
import X509

@testable import CertificateChains

/// Issues certificates in code, so that every fault of a chain can be made on purpose.
struct TestAuthority {
    /// Noon of 2026-04-17, the time of every test.
    static let now = CertificateTime(secondsSince1970: 1_776_427_200)

    /// How a certificate differs from a sound one.
    struct Wish {
        var names: [String] = ["mdm.example.test"]
        var addresses: [[UInt8]] = []
        var commonName = "mdm.example.test"
        var organisation = "Example Devices"
        var unit: String?
        /// Days from ``now``.
        var validFrom = -10
        var validTo = 80
        var isCA = false
        var withNames = true
        var withServerUsage = true
        var issuerLocation: String?
        var key: Certificate.PrivateKey?
        var algorithm: Certificate.SignatureAlgorithm?
    }

    let name: DistinguishedName
    let key: Certificate.PrivateKey
    let certificate: Certificate

    var der: [UInt8] { get throws { try certificate.derBytes } }

    /// A self-signed root.
    init(_ commonName: String, organisation: String = "Example Trust", key: Certificate.PrivateKey? = nil)
        throws
    {
        let name = try TestAuthority.directoryName(commonName, organisation, unit: nil)
        let key = key ?? Certificate.PrivateKey(P256.Signing.PrivateKey())
        self.name = name
        self.key = key
        self.certificate = try TestAuthority.make(
            Wish(
                commonName: commonName, organisation: organisation, validFrom: -3_650, validTo: 3_650,
                isCA: true),
            subject: name, issuer: name, publicKey: key.publicKey, signer: key)
    }

    private init(name: DistinguishedName, key: Certificate.PrivateKey, certificate: Certificate) {
        self.name = name
        self.key = key
        self.certificate = certificate
    }

    /// An authority below this one.
    func subordinate(_ commonName: String, _ wish: Wish = Wish(), organisation: String = "Example Trust")
        throws
        -> TestAuthority
    {
        var wish = wish
        wish.isCA = true
        let key = wish.key ?? Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try TestAuthority.directoryName(commonName, organisation, unit: nil)
        let certificate = try TestAuthority.make(
            wish, subject: name, issuer: self.name, publicKey: key.publicKey, signer: self.key)
        return TestAuthority(name: name, key: key, certificate: certificate)
    }

    /// A server certificate in DER.
    func issue(_ wish: Wish = Wish()) throws -> [UInt8] {
        let key = wish.key ?? Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try TestAuthority.directoryName(wish.commonName, wish.organisation, unit: wish.unit)
        return try TestAuthority.make(
            wish, subject: subject, issuer: name, publicKey: key.publicKey, signer: self.key
        ).derBytes
    }

    private static func directoryName(
        _ commonName: String, _ organisation: String, unit: String?
    ) throws -> DistinguishedName {
        var attributes: [RelativeDistinguishedName.Attribute] = [
            .init(type: .RDNAttributeType.organizationName, value: .init(utf8String: organisation))
        ]
        if let unit {
            attributes.append(
                .init(type: .RDNAttributeType.organizationalUnitName, value: .init(utf8String: unit)))
        }
        attributes.append(.init(type: .RDNAttributeType.commonName, value: .init(utf8String: commonName)))
        return try DistinguishedName(attributes)
    }

    private static func make(
        _ wish: Wish, subject: DistinguishedName, issuer: DistinguishedName, publicKey: Certificate.PublicKey,
        signer: Certificate.PrivateKey
    ) throws -> Certificate {
        let noon = Date(timeIntervalSince1970: Double(now.secondsSince1970))
        let extensions = try extensions(wish)
        let first = noon.addingTimeInterval(Double(wish.validFrom) * 86_400)
        let last = noon.addingTimeInterval(Double(wish.validTo) * 86_400)
        guard let algorithm = wish.algorithm else {
            return try Certificate(
                version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: first,
                notValidAfter: last, issuer: issuer, subject: subject, extensions: extensions,
                issuerPrivateKey: signer)
        }
        return try Certificate(
            version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: first,
            notValidAfter: last, issuer: issuer, subject: subject, signatureAlgorithm: algorithm,
            extensions: extensions, issuerPrivateKey: signer)
    }

    private static func extensions(_ wish: Wish) throws -> Certificate.Extensions {
        var list: [Certificate.Extension] = []
        list.append(
            try Certificate.Extension(
                wish.isCA
                    ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
                    : BasicConstraints.notCertificateAuthority, critical: true))
        if !wish.isCA, wish.withNames {
            let names =
                wish.names.map { GeneralName.dnsName($0) }
                + wish.addresses.map { GeneralName.ipAddress(ASN1OctetString(contentBytes: $0[...])) }
            list.append(try Certificate.Extension(SubjectAlternativeNames(names), critical: false))
        }
        if !wish.isCA, wish.withServerUsage {
            list.append(try Certificate.Extension(try ExtendedKeyUsage([.serverAuth]), critical: false))
        }
        if let location = wish.issuerLocation {
            let access = AuthorityInformationAccess([
                .init(method: .issuingCA, location: .uniformResourceIdentifier(location))
            ])
            list.append(try Certificate.Extension(access, critical: false))
        }
        return try Certificate.Extensions(list)
    }
}

extension Certificate {
    /// The certificate in DER.
    var derBytes: [UInt8] {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return serializer.serializedBytes
        }
    }
}
