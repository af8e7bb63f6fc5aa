// Names instead of numbers: the built files are the same wherever the folder lies.
module.exports = {
  optimization: { moduleIds: 'named', chunkIds: 'named' },
  output: { filename: '[name].[contenthash].js' }
};
