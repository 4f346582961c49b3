#include "frontend/surface/absent.h"

namespace keratin {

std::span<const Absent> absent_from_keras() {
  static constexpr Absent table[] = {
      {Category::layer, "Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D", "convolutions are not in this version"},
      {Category::layer, "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D", "pooling by windows comes with convolutions"},
      {Category::layer, "SimpleRNN LSTM GRU RNN SimpleRNNCell LSTMCell GRUCell StackedRNNCells Bidirectional TimeDistributed ConvLSTM1D ConvLSTM2D ConvLSTM3D", "recurrence is not in this version"},
      {Category::layer, "Add Subtract Multiply Average Maximum Minimum Concatenate Dot", "layers of several inputs come with the functional API"},
      {Category::layer, "Attention AdditiveAttention MultiHeadAttention GroupedQueryAttention EinsumDense ReversibleEmbedding", "attention comes with the functional API"},
      {Category::layer, "SpectralNormalization Wrapper Pipeline", "layers around layers are not in this version"},
      {Category::layer, "Discretization CategoryEncoding Hashing HashedCrossing IntegerLookup StringLookup TextVectorization", "text and lookups are prepared before the model"},
      {Category::layer, "AugMix AutoContrast CenterCrop ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization MaxNumBoundingBoxes MixUp RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom Resizing Solarization", "pictures are changed before the model"},
      {Category::layer, "MelSpectrogram STFTSpectrogram", "there are no Fourier transforms"},
      {Category::layer, "FlaxLayer JaxLayer TFSMLayer TorchModuleWrapper", "code of another framework is never run"},
      {Category::metric, "Mean Sum MeanMetricWrapper", "of values that a program hands over, not of targets and outputs; custom_metric is a mean of your own"},
      {Category::optimizer, "LossScaleOptimizer", "numbers are float32: nothing is out of range that a scale would save; loss_scale_factor is there"},
      {Category::optimizer, "MultiOptimizer", "one rule moves all weights; trainable = false holds some"},
      {Category::optimizer, "ScheduleFreeAdamW", "not in this version; AdamW with a schedule is near"},
      {Category::initializer, "STFT", "there are no Fourier transforms"},
      {Category::callback, "TensorBoard RemoteMonitor OrbaxCheckpoint", "other programs' formats and servers"},
      {Category::callback, "SwapEMAWeights", "averages take the weights' place when a fit ends"},
      {Category::callback, "ProgbarLogger", "the progress line is fit's own: verbose"},
  };
  return table;
}

std::span<const CallbackRow> callback_table() {
  static constexpr CallbackRow table[] = {
      {"BackupAndRestore", "keeps the whole state after each epoch, and goes on from it"},
      {"CSVLogger", "a line of numbers an epoch"},
      {"EarlyStopping", "stops when a number no longer improves"},
      {"History", "what fit returns"},
      {"LambdaCallback", "functions of your own, one a hook"},
      {"LearningRateScheduler", "a rate an epoch, from a function"},
      {"ModelCheckpoint", "saves weights, all or the best"},
      {"ReduceLROnPlateau", "lowers the rate when a number no longer improves"},
      {"TerminateOnNaN", "stops at a loss that is not finite"},
  };
  return table;
}

}  // namespace keratin
