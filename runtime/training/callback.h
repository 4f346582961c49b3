// Who listens while a model trains: Keras' callbacks, their hooks, and what they reach of the model.
#pragma once

#include <concepts>
#include <memory>
#include <set>
#include <utility>

#include "runtime/training/carried.h"
#include "runtime/training/history.h"
#include "runtime/training/session.h"

namespace keratin {

class Callback;

// Where training stands: what comes next, counted from 0.
struct TrainingPlace {
  int64_t epoch = 0, step = 0;
  // With steps_per_epoch a pass over the rows may span epochs: in which one it began, and its next batch.
  int64_t pass = 0, batch = 0;
};

// What a callback reaches of the model that trains: Keras' `self.model`.
class TrainingModel {
 public:
  explicit TrainingModel(Session& session) : session(session) {}

  Session& session;                  // every state by name: session.read("dense/kernel")
  bool stop_training = false;        // looked at after every batch and every epoch
  History history;                   // so far
  TrainingPlace place;
  uint64_t seed = 0;                 // of the shuffles
  bool shuffle = true;
  std::vector<Callback*> callbacks;  // all that listen
  std::optional<Carried> resumed;    // set in on_train_begin: what callbacks get back before the first epoch

  double learning_rate() const;      // Error K2501 where a schedule decides it
  void set_learning_rate(double rate);
  NamedArrays get_weights() const;        // trainable and statistics, by name
  void set_weights(const NamedArrays& weights);
  void warn(const std::string& code, const std::string& message);  // on standard error, the same words once
  Carried carried();                 // what all callbacks hand out

 private:
  std::set<std::string> warned_;
};

class Callback {
 public:
  virtual ~Callback() = default;

  virtual void on_train_begin() {}
  virtual void on_train_end(const Logs&) {}
  virtual void on_epoch_begin(int64_t /*epoch*/) {}  // not for the rest of an epoch that a backup goes on with
  virtual void on_epoch_end(int64_t /*epoch*/, Logs&) {}  // what is added to the logs is shown and recorded
  virtual void on_train_batch_begin(int64_t /*batch*/) {}
  virtual void on_train_batch_end(int64_t /*batch*/, const Logs&) {}  // running means of the epoch so far
  virtual void on_test_begin() {}
  virtual void on_test_end(const Logs&) {}
  virtual void on_test_batch_begin(int64_t /*batch*/) {}
  virtual void on_test_batch_end(int64_t /*batch*/, const Logs&) {}

  // Beyond Keras. Whether hooks of batches are to be called: where nobody wants them, nobody pays for them.
  virtual bool every_batch() const { return true; }
  // Whether it deals with a loss that is NaN or infinite; without such a callback it is an error, K7001.
  virtual bool takes_broken_loss() const { return false; }
  // Training can go on later from here, model().place: an epoch and its history are complete, or a signal ends one early
  // (which then has no on_epoch_end).
  virtual void on_pause() {}
  // Fields for a backup.
  virtual void carry(Carrier&) {}

  void set_model(TrainingModel* model) { model_ = model; }

 protected:
  TrainingModel& model() const;  // while a model trains

 private:
  TrainingModel* model_ = nullptr;
};

// An element of `.callbacks = {…}`: a callback made on the spot; one of the caller's own, by name, pointer or shared
// pointer, to be looked at after training.
class AnyCallback {
 public:
  template <class C>
    requires std::derived_from<std::remove_cvref_t<C>, Callback>
  AnyCallback(C&& callback) {
    using Kind = std::remove_cvref_t<C>;
    if constexpr (std::is_same_v<C, Kind&>) callback_ = std::shared_ptr<Callback>(std::shared_ptr<void>(), &callback);  // not ours
    else callback_ = std::make_shared<Kind>(std::forward<C>(callback));
  }
  AnyCallback(Callback* callback) : callback_(std::shared_ptr<void>(), callback) {}
  template <std::derived_from<Callback> C>
  AnyCallback(std::shared_ptr<C> callback) : callback_(std::move(callback)) {}

  Callback* get() const { return callback_.get(); }

 private:
  std::shared_ptr<Callback> callback_;
};

}  // namespace keratin
