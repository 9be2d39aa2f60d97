import Glibc

/// The calls that speak to a supervisor.
extension Syscall {
  /// A new datagram socket of the Unix domain, bound to nothing.
  static func datagramSocket(for address: FilePath) throws(FileError) -> Int32 {
    try checked(.send, address) {
      socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }
  }

  /// Sends one datagram to a socket of the Unix domain: a path, or `@` and an abstract name.
  ///
  /// - Parameter waiting: whether to wait while the receiver's queue is full.
  /// - Throws: `system`; EAGAIN where the queue is full and nobody waits.
  static func send(
    _ bytes: [UInt8], through descriptor: Int32, to address: FilePath, waiting: Bool
  ) throws(FileError) {
    var name = address.bytes
    let isAbstract = name.first == UInt8(ascii: "@")
    if isAbstract { name[0] = 0 }
    var unix = sockaddr_un()
    unix.sun_family = sa_family_t(AF_UNIX)
    guard let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) else {
      preconditionFailure("sockaddr_un has a stored sun_path")
    }
    // A path ends with a NUL inside the field; an abstract name may fill it (unix(7)).
    let length = name.count + (isAbstract ? 0 : 1)
    guard !name.isEmpty, length <= MemoryLayout.size(ofValue: unix.sun_path) else {
      throw .system(.send, address, errno: ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: name) }
    let flags = Int32(MSG_NOSIGNAL) | (waiting ? 0 : Int32(MSG_DONTWAIT))
    _ = try withUnsafePointer(to: &unix) { unix throws(FileError) in
      try unix.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic throws(FileError) in
        try checked(.send, address) {
          sendto(descriptor, bytes, bytes.count, flags, generic, socklen_t(start + length))
        }
      }
    }
  }
}
