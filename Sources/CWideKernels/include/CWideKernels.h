#ifndef CWIDEKERNELS_H
#define CWIDEKERNELS_H

#include <stdbool.h>

// The matrix products and the two smooth activations with 64-byte vectors, for processors that have
// AVX-512. They write the same bits as the kernels of Numerics, which have 32-byte vectors: each
// element is summed over the inner index in order, by fused multiply-add, and the functions take the
// same steps. Panels are those of Numerics, of 8 floats or 4 doubles a unit; a vector here is the same
// unit of two neighbouring panels.

/// Asks for the line of memory at a place, which will be read soon.
static inline void prefetch_line(const void *place) { __builtin_prefetch(place); }

/// A function that is applied to whole buffers.
enum wide_function { wide_tanh, wide_logistic };

/// One layer's parameters: weights [fan_out x stride], biases [fan_out].
#define WIDE_LAYER(SCALAR) \
  const SCALAR *weights, const SCALAR *biases, long fan_in, long fan_out, long stride

/// Whether the processor and the system have what the kernels need: AVX-512 F, DQ, BW and VL.
bool wide_is_present(void);

/// X W + b for panels of inputs.
void wide_forward_f32(WIDE_LAYER(float), const float *inputs, float *outputs, long panels);
/// As wide_forward_f32.
void wide_forward_f64(WIDE_LAYER(double), const double *inputs, double *outputs, long panels);

/// delta times the transposed W for panels of deltas, without the derivative.
void wide_backward_f32(WIDE_LAYER(float), const float *deltas, float *outputs, long panels);
/// As wide_backward_f32.
void wide_backward_f64(WIDE_LAYER(double), const double *deltas, double *outputs, long panels);

/// A part of a layer's weight gradient, units x columns, summed over rows in order.
struct wide_part {
  long first_unit, units, first_column, columns;
  bool continuing;
};

/// Adds the transposed delta times X over rows; inputs [rows x stride], deltas in panels.
void wide_gradient_f32(const float *inputs, const float *deltas, long rows, long stride,
                       long fan_out, float *weights, struct wide_part part);
/// As wide_gradient_f32.
void wide_gradient_f64(const double *inputs, const double *deltas, long rows, long stride,
                       long fan_out, double *weights, struct wide_part part);

/// Replaces so many 32-byte vectors by a function's values, and returns how many it did: the logistic
/// function stops before two vectors of which a number is saturated or no number.
long wide_map_f32(float *values, long vectors, enum wide_function function);
/// As wide_map_f32.
long wide_map_f64(double *values, long vectors, enum wide_function function);

/// What is known of the numbers that logistic units are applied to: nothing, that none saturates the
/// function, or that none is greater than 1/2 in magnitude, where it is a polynomial.
enum wide_reach { wide_any, wide_inside, wide_central };

/// A network of one hidden layer and one logistic unit, and where its numbers lie.
struct wide_network_f32 {
  /// The hidden layer: weights [units x stride], biases [units].
  const float *weights, *biases;
  /// The output unit: weights [units], one bias.
  const float *out_weights, *out_biases;
  /// Inputs in panels; a target and a weight for each row.
  const float *inputs, *targets, *row_weights;
  /// Two vectors of sums for each parameter, of the even panels and of the odd: each hidden unit's
  /// weights and then its bias, the output unit's weights and then its bias. Added to where
  /// `continuing`.
  float *sums, *out_sums;
  /// Receives the losses of the panels; those of eight stand in the first one's place, and
  /// the places of the others are not written.
  double *losses;
  /// Panels in all, and those from the first on whose rows are all there and of weight 1.
  long fan_in, units, stride, panels, plain_panels;
  enum wide_reach reach;
  bool is_tanh, continuing;
};

/// Forward, back and the gradient's sums for panels of a narrow network. False, with nothing but losses
/// written, where a logistic function is saturated or a target or row's weight is neither 0 nor 1.
bool wide_narrow_f32(const struct wide_network_f32 *network);

/// As wide_network_f32.
struct wide_network_f64 {
  /// The hidden layer: weights [units x stride], biases [units].
  const double *weights, *biases;
  /// The output unit: weights [units], one bias.
  const double *out_weights, *out_biases;
  /// Inputs in panels; a target and a weight for each row.
  const double *inputs, *targets, *row_weights;
  /// Two vectors of sums for each parameter, of the even panels and of the odd: each hidden unit's
  /// weights and then its bias, the output unit's weights and then its bias. Added to where
  /// `continuing`.
  double *sums, *out_sums;
  /// Receives the losses of the panels; those of eight stand in the first one's place, and
  /// the places of the others are not written.
  double *losses;
  /// Panels in all, and those from the first on whose rows are all there and of weight 1.
  long fan_in, units, stride, panels, plain_panels;
  enum wide_reach reach;
  bool is_tanh, continuing;
};

/// As wide_narrow_f32.
bool wide_narrow_f64(const struct wide_network_f64 *network);

/// What is applied to hidden units.
enum wide_activation { wide_activation_tanh, wide_activation_logistic, wide_activation_relu };

/// One layer's parameters, as in WIDE_LAYER.
struct wide_layer_f32 {
  const float *weights, *biases;
  long fan_in, units, stride;
};

/// Numbers that a layer reads and writes in rows, as many rows of both.
struct wide_rows_f32 {
  /// [count x from_step].
  const float *from;
  /// [count x to_step].
  float *to;
  long from_step, to_step, count;
};

/// Rows that will be read soon, whose memory is asked for meanwhile, a few at a time; count may be 0.
struct wide_ahead_f32 {
  /// All rows, `width` numbers each.
  const float *source;
  /// The next ones to ask for.
  const int *order;
  long width, count;
};

/// How many numbers a layer's turned weights take.
long wide_turned_room_f32(long fan_in, long units);

/// Writes a layer's weights with a row for each input; the memory must begin at a 64-byte line.
void wide_turn_f32(const struct wide_layer_f32 *layer, float *turned);

/// f(X W + b) for rows of inputs, given the turned weights.
void wide_row_forward_f32(const struct wide_layer_f32 *layer, const float *turned,
                          struct wide_rows_f32 rows, enum wide_activation activation,
                          struct wide_ahead_f32 *ahead);

/// X W + b of an output layer of few units for rows of inputs, as many as whole panels, into panels.
void wide_row_outputs_f32(const struct wide_layer_f32 *layer, const float *from, long step, long count,
                          float *panels);

/// delta times the transposed W for rows of deltas, times the derivative that the layer's inputs give: the
/// values of the layer before, which lie as the result does.
void wide_row_backward_f32(const struct wide_layer_f32 *layer, struct wide_rows_f32 rows,
                           const float *values, enum wide_activation activation,
                           struct wide_ahead_f32 *ahead);

/// What a layer's gradient is summed from: inputs [rows x stride] and deltas [rows x delta_step]; weights
/// [units x stride].
struct wide_row_gradient_f32 {
  const float *inputs, *deltas;
  float *weights;
  long rows, delta_step, stride;
};

/// As wide_gradient_f32, with deltas in rows.
void wide_row_gradient_f32(const struct wide_row_gradient_f32 *gradient, struct wide_part part);

/// The sums of deltas of `count` rows for each unit: a sum for each lane of panels of 8 rows, then neighbours,
/// pairs and halves of the lanes. Added to what stands there where `continuing`.
void wide_row_biases_f32(const float *deltas, long step, long count, long units, float *biases,
                         bool continuing);

/// A batch of a network of one hidden layer and 16 outputs at most: one logistic unit or a softmax.
struct wide_shallow_f32 {
  /// The hidden layer: weights [units x stride], biases [units].
  const float *weights, *biases;
  /// The output layer: weights [outputs x out_stride], biases [outputs].
  const float *out_weights, *out_biases;
  /// Receive the gradient's sums over the batch, in the shapes of the parameters.
  float *weight_sums, *bias_sums, *out_weight_sums, *out_bias_sums;
  /// All rows [x fan_in], not padded, and their targets [x outputs]: 0 or 1, of a softmax a single 1.
  const float *source, *targets;
  /// Which rows the batch has.
  const int *order;
  /// As many numbers as wide_shallow_room_f32 says.
  float *scratch;
  long rows, fan_in, units, outputs, stride, out_stride;
  enum wide_activation activation;
  /// Whether gradient and loss are summed in the order of a narrow network.
  bool is_narrow;
};

/// How many numbers the scratch memory of batches of so many rows must have.
long wide_shallow_room_f32(long rows, long fan_in, long units, long outputs);

/// Sums gradient and loss over a batch. False, with nothing but scratch memory written, where an output is
/// no number.
bool wide_shallow_f32(const struct wide_shallow_f32 *network, double *loss);

/// Writes the probabilities of rows, [rows x outputs]. Needs the parameters, the rows and the scratch memory;
/// without an order the first rows are taken.
void wide_shallow_scores_f32(const struct wide_shallow_f32 *network, float *probabilities);

#endif
