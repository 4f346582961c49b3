// What a model in a C++ program can do once it is described: train, evaluate, predict, show and hand out its weights.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "runtime/base/diagnostic.h"
#include "runtime/base/tensor.h"
#include "runtime/training/class_weight.h"
#include "runtime/training/callbacks/callbacks.h"
#include "runtime/training/fit.h"

namespace keratin {

// Numbers of the caller's, looked at without a copy: a Tensor, a row-major Eigen matrix, a span with a shape. A
// column-major matrix or an Eigen tensor in column-major order is copied to rows.
class Array {
 public:
  Array(const Tensor& t) : view_(t.view()) {}
  Array(std::span<const float> values, Shape shape) : view_{Element::f32, std::move(shape), reinterpret_cast<const std::byte*>(values.data())} {}
  Array(std::span<const int32_t> values, Shape shape) : view_{Element::i32, std::move(shape), reinterpret_cast<const std::byte*>(values.data())} {}
  // Eigen matrices and arrays of float or int.
  template <class M>
    requires requires(const M& m) { m.rows(), m.cols(), m.data(), M::IsRowMajor; }
  Array(const M& m) {
    using T = std::remove_cvref_t<decltype(*m.data())>;
    static_assert(sizeof(T) == 4, "numbers of float or int");
    const Element element = std::is_floating_point_v<T> ? Element::f32 : Element::i32;
    const Shape shape = m.cols() == 1 ? Shape{m.rows()} : Shape{m.rows(), m.cols()};
    if (M::IsRowMajor || m.cols() == 1) {
      view_ = {element, shape, reinterpret_cast<const std::byte*>(m.data())};
      return;
    }
    own_ = std::make_shared<Tensor>(element, shape);
    auto to = own_->template as<T>();
    for (int64_t r = 0; r < m.rows(); ++r)
      for (int64_t c = 0; c < m.cols(); ++c) to[r * m.cols() + c] = m(r, c);
    view_ = own_->view();
  }
  // Eigen tensors, by what they offer.
  template <class T>
    requires requires(const T& t) { t.dimensions(), t.data(), T::Layout; }
  Array(const T& t) {
    using Number = std::remove_cvref_t<decltype(*t.data())>;
    static_assert(sizeof(Number) == 4, "numbers of float or int");
    const Element element = std::is_floating_point_v<Number> ? Element::f32 : Element::i32;
    Shape shape;
    for (auto extent : t.dimensions()) shape.push_back(extent);
    const bool row_major = T::Layout == 1;
    if (row_major) {
      view_ = {element, shape, reinterpret_cast<const std::byte*>(t.data())};
      return;
    }
    own_ = std::make_shared<Tensor>(element, shape);
    auto to = own_->template as<Number>();
    for (int64_t i = 0, n = own_->size(); i < n; ++i) {  // the first index runs fastest in the source
      int64_t rest = i, at = 0, stride = n;
      for (int64_t extent : shape) stride /= extent, at += rest % extent * stride, rest /= extent;
      to[at] = t.data()[i];
    }
    view_ = own_->view();
  }
  const ArrayView& view() const { return view_; }

 private:
  ArrayView view_;
  std::shared_ptr<Tensor> own_;
};

struct FitOptions {
  int64_t batch_size = 32, epochs = 1;
  double validation_split = 0;
  std::optional<std::pair<Array, Array>> validation_data = {};
  bool shuffle = true;
  ClassWeight class_weight = {};               // by class: {{0, 1.0}, {1, 5.0}}
  std::optional<Array> sample_weight = {};     // one number a row
  int verbose = -1;  // 0, 1, 2; -1: 1 on a terminal, else 2
  std::vector<AnyCallback> callbacks = {};  // EarlyStopping({.patience = 3}), a callback of yours, a pointer to one
};
struct EvaluateOptions {
  int64_t batch_size = 32;
  std::optional<Array> sample_weight = {};
  int verbose = -1;
};
struct PredictOptions {
  int64_t batch_size = 32;
};

class Running {
 public:
  Running();
  ~Running();
  Running(const Running&) = delete;

  History fit(const Array& x, const Array& y, const FitOptions& options = {});
  std::map<std::string, double> evaluate(const Array& x, const Array& y, const EvaluateOptions& options = {});
  Tensor predict(const Array& x, const PredictOptions& options = {});
  std::map<std::string, double> train_on_batch(const Array& x, const Array& y);
  // Mean and variance of a Normalization layer, from data; of the layer that stands first if none is named.
  void adapt(const Array& x, const std::string& layer = "");
  std::string summary();                        // Keras' table
  std::vector<Tensor> get_weights();            // in the order of the layers; moving means and the like, too
  void set_weights(const std::vector<Tensor>& weights);
  std::map<std::string, Tensor> named_weights();  // by `layer/variable`
  // From another model's, or a file's: those whose names this model has. How many they were; a shape that differs is K2302.
  int64_t set_named_weights(const std::map<std::string, Tensor>& weights);
  std::map<std::string, Tensor> optimizer_variables();  // slots, iterations, learning_rate
  int64_t count_params();
  void set_seed(uint64_t seed);                 // of first weights, dropout and shuffles; before the first use
  void set_threads(int threads);                // results do not depend on it

 protected:
  void* model_;  // the description, as the C functions of keratin.h know it

 private:
  struct State;
  Session& session(int64_t batch, const std::optional<ArrayView>& sample_weights = {});
  Session& any_session();
  std::unique_ptr<State> state_;
};

Tensor to_categorical(const Tensor& labels, int64_t classes);

}  // namespace keratin
