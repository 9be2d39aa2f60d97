extension FeatureEncoder.ColumnEncoding {
  private enum CodingKeys: String, CodingKey {
    case kind
  }

  /// Reads the members of one column, of which `kind` says what the others mean.
  package init(from decoder: any Decoder) throws {
    let kind = try decoder.container(keyedBy: CodingKeys.self).decode(
      ColumnKind.self, forKey: .kind)
    self =
      switch kind {
      case .numeric: .numeric(try NumericEncoding(from: decoder))
      case .categorical: .categorical(try CategoricalEncoding(from: decoder))
      }
  }

  /// Writes one flat object for a column: `kind`, `name`, and what that kind needs.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .numeric(let encoding):
      try container.encode(ColumnKind.numeric, forKey: .kind)
      try encoding.encode(to: encoder)
    case .categorical(let encoding):
      try container.encode(ColumnKind.categorical, forKey: .kind)
      try encoding.encode(to: encoder)
    }
  }
}
