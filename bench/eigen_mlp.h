// The peer: the same training step by hand, in Eigen, as a good C++ programmer writes it: matrices of a fixed batch, no
// allocation in the step, products without aliasing checks, element-wise work in fused array expressions.
#pragma once

#include <cmath>
#include <vector>

#include <Eigen/Dense>

namespace keratin::bench {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RowVector = Eigen::Matrix<float, 1, Eigen::Dynamic>;

class EigenMlp {
 public:
  struct Layer {
    Matrix w, dw, mw, vw, z, dz;
    RowVector b, db, mb, vb;
  };
  EigenMlp(int batch, const std::vector<int>& sizes, bool adam) : adam_(adam) {
    for (size_t i = 0; i + 1 < sizes.size(); ++i) {
      Layer l;
      for (Matrix* m : {&l.w, &l.dw, &l.mw, &l.vw}) m->setZero(sizes[i], sizes[i + 1]);
      for (RowVector* v : {&l.b, &l.db, &l.mb, &l.vb}) v->setZero(sizes[i + 1]);
      l.z.setZero(batch, sizes[i + 1]), l.dz.setZero(batch, sizes[i + 1]);
      layers.push_back(std::move(l));
    }
  }
  std::vector<Layer> layers;

  // relu between the layers, softmax and crossentropy at the end; the batch's mean loss.
  float step(const Matrix& x, const Matrix& y) {
    const float n = static_cast<float>(x.rows());
    for (size_t i = 0; i < layers.size(); ++i) {
      Layer& l = layers[i];
      l.z.noalias() = (i ? layers[i - 1].z : x) * l.w;
      l.z.rowwise() += l.b;
      if (i + 1 < layers.size()) l.z = l.z.cwiseMax(0.0f);
    }
    Layer& last = layers.back();
    const Eigen::VectorXf largest = last.z.rowwise().maxCoeff();
    last.z.colwise() -= largest;
    last.dz = last.z.array().exp().matrix();
    const Eigen::VectorXf total = last.dz.rowwise().sum();
    const float loss = -((last.z.array().colwise() - total.array().log()) * y.array()).sum() / n;
    last.dz = ((last.dz.array().colwise() / total.array()) - y.array()).matrix() / n;
    ++t_;
    for (size_t i = layers.size(); i-- > 0;) {
      Layer& l = layers[i];
      const Matrix& in = i ? layers[i - 1].z : x;
      l.dw.noalias() = in.transpose() * l.dz;
      l.db = l.dz.colwise().sum();
      if (i) {
        layers[i - 1].dz.noalias() = l.dz * l.w.transpose();
        layers[i - 1].dz = (in.array() > 0.0f).select(layers[i - 1].dz, 0.0f);
      }
      update(l.w, l.dw, l.mw, l.vw);
      update(l.b, l.db, l.mb, l.vb);
    }
    return loss;
  }

 private:
  template <class M>
  void update(M& w, const M& g, M& m, M& v) {
    if (!adam_) {
      w.noalias() -= 0.01f * g;
      return;
    }
    const float alpha = 0.001f * std::sqrt(1 - std::pow(0.999f, t_)) / (1 - std::pow(0.9f, t_));
    m.array() += (g.array() - m.array()) * 0.1f;
    v.array() += (g.array().square() - v.array()) * 0.001f;
    w.array() -= alpha * m.array() / (v.array().sqrt() + 1e-7f);
  }
  bool adam_;
  float t_ = 0;
};

}  // namespace keratin::bench
