enum Probe { static var bytes: [UInt8] { PackageResources._001_initial_sql } }
