import Glibc
import Testing

/// A datagram socket of the Unix domain that stands where systemd's would, and what comes through
/// it.
final class NoticeSocket {
  /// A system call that failed.
  struct SystemError: Error {
    let call: String
    let code: Int32
  }

  /// What `NOTIFY_SOCKET` says: a path, or `@` and an abstract name.
  let address: String
  private let descriptor: Int32

  /// Binds a socket that gives up on waiting after a minute.
  init(_ address: String) throws {
    self.address = address
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { throw SystemError(call: "socket", code: errno) }
    var name = Array(address.utf8)
    let isAbstract = name[0] == UInt8(ascii: "@")
    if isAbstract { name[0] = 0 }
    var unix = sockaddr_un()
    unix.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(2 + name.count + (isAbstract ? 0 : 1))
    let bound = withUnsafePointer(to: &unix) { unix in
      unix.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard bound == 0 else { throw SystemError(call: "bind", code: errno) }
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    close(descriptor)
    if !address.hasPrefix("@") { unlink(address) }
  }

  /// The next datagram; waits for it.
  func next() throws -> String { try receive(0) }

  /// The datagrams that have come, without waiting.
  func waiting() throws -> [String] {
    var all: [String] = []
    while true {
      do { all.append(try receive(Int32(MSG_DONTWAIT))) } catch let error as SystemError
        where error.code == EAGAIN
      { return all }
    }
  }

  private func receive(_ flags: Int32) throws -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, flags)
    guard count >= 0 else { throw SystemError(call: "recv", code: errno) }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}
