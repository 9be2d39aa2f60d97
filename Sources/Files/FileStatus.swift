package import Glibc

/// What kind of thing a name stands for.
package enum FileKind: String, Sendable {
  case regular, directory
  case symbolicLink = "symbolic link"
  case fifo = "FIFO"
  case socket
  case characterDevice = "character device"
  case blockDevice = "block device"
  case unknown

  init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      case S_IFCHR: .characterDevice
      case S_IFBLK: .blockDevice
      default: .unknown
      }
  }
}

/// The facts that the file system keeps about a file: the C type `stat`.
package struct FileStatus: Hashable, Sendable {
  /// What the file is.
  package let kind: FileKind
  /// The size in bytes.
  package let size: Int64
  /// When the content last changed, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int64
  /// When the content or the facts about it last changed, in nanoseconds since 1970: for a file that
  /// was renamed, most file systems take the moment of the rename. No program can set it.
  package let changedNanoseconds: Int64
  /// The number of the file in its file system.
  package let inode: UInt64
  /// The number of the file system.
  package let device: UInt64
  /// How many names the file has.
  package let linkCount: Int
  /// The number of the user who owns it.
  package let owner: UInt32
  /// The permission bits, such as 0o644.
  package let permissions: UInt32

  /// Takes the facts out of the C structure.
  package init(_ status: stat) {
    kind = FileKind(mode: status.st_mode)
    size = Int64(status.st_size)
    modifiedNanoseconds =
      Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    changedNanoseconds =
      Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
    linkCount = Int(status.st_nlink)
    owner = status.st_uid
    permissions = status.st_mode & 0o7777
  }

  /// Whether both are the same file, under whatever names.
  package func isSameFile(as other: FileStatus) -> Bool {
    inode == other.inode && device == other.device
  }
}
