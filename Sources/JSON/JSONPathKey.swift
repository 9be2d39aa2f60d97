/// One step on the way to a value of a document: what the errors of Swift's coders name it by.
struct JSONPathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  private init(_ name: String, _ index: Int?) {
    stringValue = name
    intValue = index
  }

  /// The member of an object.
  static func name(_ name: String) -> JSONPathKey { JSONPathKey(name, nil) }

  /// The element of an array.
  static func index(_ index: Int) -> JSONPathKey { JSONPathKey("Index \(index)", index) }

  init?(stringValue: String) { self.init(stringValue, nil) }
  init?(intValue: Int) { self.init("Index \(intValue)", intValue) }
}
