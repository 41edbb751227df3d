-- The states of layer 2 as one query: the same lists, the same order of questions, the same clock.
WITH
tenant AS (
    SELECT serialNumber AS serial, lower(enrollmentStatus) AS status, lower(ownershipState) AS ownership,
        mdmProfileId AS profile, lower(abm_sync_status) AS sync, mdmServerId AS server,
        coalesce(lastModified, assignedAt) AS since
    FROM read_json('{tenant}', format = 'newline_delimited', columns = {{
        serialNumber: 'VARCHAR', enrollmentStatus: 'VARCHAR', ownershipState: 'VARCHAR', mdmProfileId: 'VARCHAR',
        abm_sync_status: 'VARCHAR', lastModified: 'TIMESTAMP', assignedAt: 'TIMESTAMP', mdmServerId: 'VARCHAR'}})),
ade AS (
    SELECT serial_number AS serial, lower(profile_status) AS status, profile_assign_time AS assigned,
        profile_push_time AS pushed
    FROM read_json('{ade}', format = 'newline_delimited', columns = {{
        serial_number: 'VARCHAR', profile_status: 'VARCHAR', profile_assign_time: 'TIMESTAMP',
        profile_push_time: 'TIMESTAMP'}})),
mdm AS (
    SELECT hardware.serialNumber AS serial, general.lastContactTime AS contact, general.lastEnrolledDate AS enrolledAt,
        CASE
            WHEN NOT general.remoteManagement.managed OR NOT general.mdmCapable.capable THEN false
            WHEN general.remoteManagement.managed OR general.mdmCapable.capable THEN true
            WHEN general.lastEnrolledDate IS NOT NULL THEN true
        END AS enrolled,
        general.enrolledViaAutomatedDeviceEnrollment AS viaADE
    FROM read_json('{mdm}', format = 'newline_delimited', columns = {{
        hardware: 'STRUCT(serialNumber VARCHAR)',
        general: 'STRUCT(lastContactTime TIMESTAMP, lastEnrolledDate TIMESTAMP, mdmCapable STRUCT(capable BOOLEAN),
            remoteManagement STRUCT(managed BOOLEAN), enrolledViaAutomatedDeviceEnrollment BOOLEAN)'}})),
device AS (
    SELECT
        t.serial IS NOT NULL AS inTenant, a.serial IS NOT NULL AS inADE, m.serial IS NOT NULL AS inMDM,
        t.status AS status, t.ownership AS ownership, t.profile AS profile, t.sync AS sync, t.server AS server,
        t.since AS since, a.status AS adeStatus, a.assigned AS assigned, a.pushed AS pushed, m.contact AS contact,
        m.enrolledAt AS enrolledAt, coalesce(m.enrolled, false) AS isEnrolled, m.viaADE AS viaADE,
        m.serial IS NULL OR m.enrolled IS NOT DISTINCT FROM false AS isNotEnrolled,
        coalesce(t.status = 'pending' OR (t.status IS NULL AND t.ownership = 'pending'), false) AS isPending,
        m.serial IS NOT NULL OR coalesce(t.status IN ('pending', 'in_progress'), false) AS isAlive,
        TIMESTAMP '{now}' AS now
    FROM tenant t FULL JOIN ade a ON t.serial = a.serial FULL JOIN mdm m ON coalesce(t.serial, a.serial) = m.serial)
SELECT
    CASE
        WHEN (status IN ('released', 'deleted') OR ownership = 'released') AND isEnrolled THEN 'released-but-managed'
        WHEN NOT inTenant AND isEnrolled AND coalesce(viaADE, true) THEN 'unknown-to-tenant'
        WHEN status = 'unassigned' OR (inTenant AND server IS NULL
            AND coalesce(status NOT IN ('assigned', 'in_progress', 'enrolled'), true)) THEN 'unassigned'
        WHEN server <> '{server}' THEN 'wrong-server'
        WHEN isPending AND sync = 'throttled_by_rate_limit' AND now - since > INTERVAL 180 SECONDS
            THEN 'throttled-zombie'
        WHEN adeStatus = 'removed' THEN 'profile-removed'
        WHEN adeStatus = 'empty' THEN 'no-ade-profile'
        WHEN status IN ('enrolled', 'in_progress') AND (profile IS NULL OR isNotEnrolled)
            THEN 'enrolled-without-profile'
        WHEN pushed IS NOT NULL AND isNotEnrolled AND (enrolledAt IS NULL OR pushed > enrolledAt)
            AND now - pushed > INTERVAL 30 MINUTES THEN 'pushed-no-checkin'
        WHEN adeStatus = 'assigned' AND pushed IS NULL AND now - assigned > INTERVAL 24 HOURS AND isAlive
            AND NOT isEnrolled THEN 'profile-waiting'
        WHEN status = 'assigned' AND profile IS NULL AND now - since > INTERVAL 15 MINUTES AND isNotEnrolled
            AND isAlive THEN 'assigned-not-enrolled'
        WHEN NOT isAlive AND pushed IS NULL AND (coalesce(status = 'assigned', false)
            OR coalesce(adeStatus = 'assigned', false)) THEN 'not-activated'
        WHEN NOT inMDM AND (inADE OR server = '{server}') AND isAlive
            AND now - coalesce(since, assigned) > INTERVAL 15 MINUTES THEN 'unknown-to-mdm'
        WHEN isEnrolled AND now - contact > INTERVAL 7 DAYS THEN 'stale-contact'
        WHEN isPending AND now - since < INTERVAL 15 MINUTES THEN 'pending'
        WHEN isEnrolled AND (status = 'enrolled' OR (status = 'assigned' AND profile IS NOT NULL)) THEN 'enrolled'
        ELSE 'undetermined'
    END AS state,
    count(*)
FROM device GROUP BY state
