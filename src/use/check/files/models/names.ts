/** What a name in a pickle may be: known and harmless, known to run code, or not known. */
export type Trust = 'known' | 'code' | 'unknown'

const CODE_MODULES =
  /^(?:os|posix|nt|posixpath|ntpath|subprocess|sys|socket|shutil|importlib|imp|runpy|pty|ctypes|_ctypes|marshal|pickle|_pickle|dill|cloudpickle|types|code|codeop|webbrowser|urllib|urllib2|requests|http|httplib|ftplib|smtplib|operator|_operator|multiprocessing|threading|_thread|signal|asyncio|io|_io|tempfile|pathlib|glob|platform|pdb|bdb|timeit|cProfile|profile|trace|inspect|ast|gc|atexit|linecache|zipimport|pkgutil|pip|site|sysconfig|distutils|setuptools|commands|popen2|fileinput|mmap|resource|select|ssl|xmlrpc|telnetlib|venv|ensurepip|builtins|__builtin__|functools|torch)(?:\.|$)/
const PLAIN_BUILTINS =
  /^(?:builtins|__builtin__)\.(?:set|frozenset|dict|list|tuple|int|float|str|bool|complex|bytes|bytearray|slice|range|object|unicode|long|NoneType)$/
const KNOWN = [
  /^numpy\.(?:ndarray|dtype|float(?:16|32|64)|int(?:8|16|32|64)|uint(?:8|16|32|64)|bool_|str_|matrix|random\._pickle\.\w+|random\._mt19937\.MT19937|random\.mtrand\.\w+|random\._pcg64\.PCG64|random\.bit_generator\.\w+)$/,
  /^numpy\._?core\.(?:multiarray\.(?:_reconstruct|scalar)|numeric\._frombuffer)$/,
  /^numpy\._core\.\w+\.\w+$/,
  /^numpy\.ma\.core\.(?:_mareconstruct|MaskedArray)$/,
  /^scipy\.(?:sparse\.\w+(?:\.\w+)*|stats\.\w+(?:\.\w+)*|special\.\w+(?:\.\w+)*)$/,
  /^sklearn(?:\.\w+)+\.(?:[A-Z_]\w*|new\w*|__pyx_\w+)$/,
  /^joblib\.numpy_pickle\.NumpyArrayWrapper$/,
  /^(?:copyreg|copy_reg)\._reconstructor$/,
  /^_codecs\.encode$/,
  /^collections\.(?:OrderedDict|defaultdict|Counter|deque)$/,
  /^datetime\.\w+$/,
  /^decimal\.Decimal$/,
]

export function trustOf(global: string): Trust {
  if (PLAIN_BUILTINS.test(global) || KNOWN.some((known) => known.test(global))) return 'known'
  if (CODE_MODULES.test(global)) return 'code'
  // numpy and joblib read files and run expressions by other names than these.
  return /^(?:numpy|joblib|scipy)\./.test(global) ? 'code' : 'unknown'
}

/** Classes that keep what they were trained on (SACRO-ML 2.0.0, and the rest of scikit-learn). */
export const KEEPS_ROWS =
  /^(?:KNeighbors\w+|RadiusNeighbors\w+|NearestNeighbors|NearestCentroidRows|Nu?SV[CR]|SV[CR]|OneClassSVM|KernelDensity|KDTree\w*|BallTree\w*|LocalOutlierFactor|KernelRidge|GaussianProcess\w+|KernelPCA|Isomap|LocallyLinearEmbedding|SpectralEmbedding|LabelPropagation|LabelSpreading|DBSCAN|OPTICS|HDBSCAN|AgglomerativeClustering|FeatureAgglomeration|KNNImputer|TSNE|MDS|AffinityPropagation|DataFrame|Series|BlockManager)$/

/** Attributes under which rows, or one value for each row, are kept. */
export const ROW_ATTRIBUTES =
  /^(?:_fit_X|X_train_|y_train_|X_fit_|X_|_y|support_vectors_|dual_coef_|embedding_|labels_|transduction_|label_distributions_|oob_prediction_|oob_decision_function_|core_sample_indices_|training_data_|_X|train_X|X_train|y_train|train_data|residuals_?)$/
