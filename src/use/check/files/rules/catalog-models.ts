import type { FileRule } from './catalog.ts'

/** Rules about trained models (SACRO-ML 2.0.0), and about files that run code when they are opened. */
export const MODEL_RULES = {
  'pickle-code': {
    verdict: 'fail',
    zh: '打开这个文件会运行代码。请只保存 scikit-learn 模型本身，或导出为 JSON 参数。',
    en: 'Opening this file would run code. Save the scikit-learn model alone, or export its parameters as JSON.',
  },
  'pickle-unknown': {
    verdict: 'review',
    zh: '文件里有审核程序不认识的类，无法自动检查。请改用 scikit-learn 自带的模型，或导出为 JSON 参数。',
    en: 'The file holds classes that the inspection does not know. Use models of scikit-learn itself, or export parameters as JSON.',
  },
  'rows-in-model': {
    verdict: 'fail',
    zh: '模型里存着训练数据的行（近邻、支持向量、核密度等）。请换用不存原始行的模型。',
    en: 'The model keeps rows of its training data (neighbours, support vectors, kernel density). Use a kind of model that keeps none.',
  },
  'training-rows': {
    verdict: 'fail',
    zh: '模型中的数与训练集的行逐位相同。请换用不存原始行的模型。',
    en: 'Numbers in the model equal rows of the training set. Use a kind of model that keeps none.',
  },
  'small-leaf': {
    verdict: 'fail',
    zh: '树的叶子里人太少。请加大 min_samples_leaf（不小于最小人数）重新训练。',
    en: 'Leaves of the tree hold too few persons. Train again with a larger min_samples_leaf, not below the minimum group.',
  },
  'over-fitted': {
    verdict: 'fail',
    zh: '模型记住了训练数据：叶子很多且几乎都是纯的，或在训练集上几乎全对。请限制深度和叶子。',
    en: 'The model has learned its data by heart: many pure leaves, or nearly no error in training. Limit depth and leaves.',
  },
  'certain-class': {
    verdict: 'review',
    zh: '模型对某些组给出 0 或 1 的确定概率，等于说出其中每个人的类别。请加大叶子或平滑概率。',
    en: 'For some groups the model is certain (probability 0 or 1), which tells the class of each of them. Use larger leaves or smoothing.',
  },
  'few-degrees': {
    verdict: 'fail',
    zh: '样本数减参数个数不足。请减少特征或增加样本。',
    en: 'Samples less parameters are too few. Use fewer features or more samples.',
  },
  'model-parameters': {
    verdict: 'review',
    zh: '训练参数低于安全建议（如 min_samples_leaf ≥ 5、随机森林 bootstrap）。请按建议重新训练，或在说明里写明理由。',
    en: 'Parameters of training fall below what is held safe (such as min_samples_leaf ≥ 5, bootstrap in forests). Train again, or give reasons.',
  },
  membership: {
    verdict: 'fail',
    zh: '成员推断试验能认出谁在训练集里。请降低模型复杂度，或使用差分隐私训练。',
    en: 'A membership probe can tell who was in the training set. Make the model simpler, or train with differential privacy.',
  },
  'model-not-run': {
    verdict: 'review',
    zh: '模型没有在一次性席位里试运行，只看了结构。由审核员判断。',
    en: 'The model was not tried in a throw-away seat; its structure alone was looked at. Checkers decide.',
  },
} as const satisfies Record<string, FileRule>
