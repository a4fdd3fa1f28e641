import type { Case } from './case.fixture.ts'
import {
  bars,
  bytes,
  chunk,
  code,
  csv,
  jpeg,
  markdown,
  noise,
  notebook,
  pdf,
  png,
  range,
} from './make.fixture.ts'
import { book, document, GOOD_ROWS, makeZip, prose, sheet, tableXml } from './office.fixture.ts'
import { parquet } from './parquet.fixture.ts'

const DISTRICTS = [
  '浦东新区',
  '徐汇区',
  '静安区',
  '黄浦区',
  '长宁区',
  '普陀区',
  '虹口区',
  '杨浦区',
  '闵行区',
  '宝山区',
]
const random = noise(21)
const five = () => 50 + Math.floor(random() * 400) * 5
const text = (path: string, content: string, more: Partial<Case> = {}): Case => ({
  name: path,
  path,
  bytes: () => bytes(content),
  ...more,
})
const table = (
  path: string,
  rows: readonly (readonly (string | number)[])[],
  more: Partial<Case> = {},
): Case => ({ name: path, path, bytes: () => csv(...rows), ...more })
const rounded = { terms: { rounding: 'base5' } } as const

const TABLES: readonly Case[] = [
  table('counts.csv', [['地区', '人数'], ...DISTRICTS.map((name) => [name, five()])], rounded),
  table('counts-mid.csv', [['地区', '人数'], ...DISTRICTS.map((name, n) => [name, 15 + n * 6])], {
    terms: { rounding: 'midpoint6' },
  }),
  table('cross.csv', [
    ['险种', '男', '女', '合计'],
    ['职工', 6200, 6100, 12300],
    ['居民', 4500, 4700, 9200],
  ]),
  table('years.csv', [
    ['地区', '2021', '2022', '2023'],
    ['浦东新区', 1200, 1300, 1450],
    ['徐汇区', 800, 850, 905],
  ]),
  table('means.csv', [
    ['地区', '人数', '平均费用', '中位费用'],
    ...DISTRICTS.map((name, n) => [name, 500 + n * 35, (3000 + n * 12.5).toFixed(1), 2500 + n * 10]),
  ]),
  table('with-held.csv', [
    ['地区', '人数'],
    ['浦东新区', 1250],
    ['徐汇区', '<10'],
    ['静安区', '<10'],
    ['黄浦区', 640],
  ]),
  table('monthly.csv', [
    ['月份', '就诊人次', '基金支出（万元）'],
    ...range(24).map((n) => [202201 + n + (n > 11 ? 88 : 0), 12_000 + n * 150, (812.5 + n * 3).toFixed(1)]),
  ]),
  table('coefficients.csv', [
    ['term', 'estimate', 'std_error', 'p_value'],
    ['intercept', 1.204, 0.034, 0.001],
    ['age', 0.031, 0.002, 0.001],
    ['sex', -0.12, 0.05, 0.016],
  ]),
  table('importance.csv', [
    ['feature', 'importance'],
    ['年龄', 0.31],
    ['既往住院', 0.22],
    ['慢病', 0.18],
    ['性别', 0.05],
  ]),
  table('confusion.csv', [
    ['', 'pred_0', 'pred_1'],
    ['true_0', 8200, 1400],
    ['true_1', 900, 2100],
  ]),
  table('calibration.csv', [
    ['bin', 'mean_predicted', 'observed', 'n'],
    ...range(10).map((n) => [n + 1, (n / 10 + 0.05).toFixed(2), (n / 10 + 0.06).toFixed(2), 1250]),
  ]),
  table('quantiles.csv', [
    ['地区', 'p5', 'p50', 'p95'],
    ['浦东新区', 120, 2500, 18500],
    ['徐汇区', 130, 2600, 19200],
  ]),
  table('shares.csv', [
    ['险种', '人数', '占比'],
    ['职工', 7300, '58.4%'],
    ['居民', 5200, '41.6%'],
  ]),
  table('rates.csv', [
    ['地区', '报销比例', '人数'],
    ['浦东新区', '71.3%', 1250],
    ['徐汇区', '69.8%', 861],
    ['静安区', '70.7%', 644],
  ]),
  table('grid.csv', [
    ['max_depth', 'min_samples_leaf', 'auc'],
    [3, 10, 0.79],
    [4, 20, 0.81],
    [5, 50, 0.8],
  ]),
  table('codes.csv', [
    ['diag_code', 'diag_name', '人次'],
    ['I10', '原发性高血压', 5200],
    ['E11', '2型糖尿病', 3100],
    ['J18', '肺炎', 1450],
  ]),
  table('divisions.csv', [['admdvs', '人数'], ...range(16).map((n) => [310101 + n, 400 + n * 15])]),
  table('ages.csv', [
    ['年龄段', '男', '女'],
    ['0-17', 900, 870],
    ['18-44', 2100, 2230],
    ['45-64', 2600, 2540],
    ['65+', 1900, 2120],
  ]),
  table('survival.csv', [
    ['month', 'at_risk', 'survival'],
    ...range(12).map((n) => [n + 1, 5000 - n * 180, (1 - n * 0.02).toFixed(3)]),
  ]),
  table('hospitals.csv', [
    ['医院等级', '住院人次', '次均费用'],
    ['三级', 15200, 18230.5],
    ['二级', 9100, 9120.3],
    ['一级', 4200, 4510.8],
  ]),
  text('counts.tsv', 'region\tn\tmean\nA\t500\t1.2\nB\t900\t3.4\n'),
  text('counts-gb.txt', '地区;人数\n浦东;1250\n徐汇;860\n'),
  table('herbs.csv', [
    ['药品', '人次'],
    ...['黄芪', '白术', '党参', '当归', '甘草', '茯苓', '川芎', '金银花'].map((name, n) => [
      name,
      1200 + n * 40,
    ]),
  ]),
  table('cities.csv', [
    ['城市', '人数'],
    ...['江苏', '安徽', '浙江', '常州', '金华', '石家庄'].map((name, n) => [name, 1200 + n * 40]),
  ]),
]

const DATA: readonly Case[] = [
  table('coded.csv', [
    ['insutype', '1', '2'],
    ['310', 620, 630],
    ['390', 412, 433],
  ]),
  table('institutions.csv', [
    ['fixmedins_code', 'visits'],
    ...range(20).map((n) => [`H31010${String(100_000 + n * 7)}`, 120 + n * 10]),
  ]),
  text(
    'split.json',
    JSON.stringify({
      columns: ['insutype', 'persons', 'mean_cost'],
      index: [0, 1],
      data: [
        ['310', 1250, 3210.5],
        ['390', 860, 2987.1],
      ],
    }),
  ),
  text(
    'metrics.json',
    JSON.stringify({
      auc: 0.8132,
      accuracy: 0.774,
      n: 12_500,
      features: ['年龄', '性别', '慢病数'],
      params: { max_depth: 4, min_samples_leaf: 50 },
    }),
  ),
  text(
    'statistics.json',
    JSON.stringify({
      outputs: [
        {
          kind: 'frequency',
          cells: [
            { persons: 500, shown: 500 },
            { persons: 640, shown: 640 },
          ],
          total: false,
          rounding: 'none',
        },
        { kind: 'regression', observations: 12_500, parameters: 8, saturated: false },
      ],
    }),
  ),
  text(
    'records.json',
    JSON.stringify([
      { 地区: '浦东新区', 人数: 1250 },
      { 地区: '徐汇区', 人数: 860 },
    ]),
  ),
  text('columns.json', JSON.stringify({ region: ['A', 'B'], n: [500, 640] })),
  text('lines.jsonl', '{"region":"A","n":500}\n{"region":"B","n":640}\n'),
  text(
    'coefficients.json',
    JSON.stringify({
      model: 'logistic',
      coefficients: { age: 0.03, sex: -0.12 },
      intercept: 1.2,
      trained_on: 12_500,
      digest: 'a3f1c2d4e5b60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90',
    }),
  ),
  text(
    'model.pmml',
    '<?xml version="1.0"?><PMML version="4.4"><RegressionModel functionName="regression"><RegressionTable intercept="1.2"><NumericPredictor name="age" coefficient="0.03"/></RegressionTable></RegressionModel></PMML>',
  ),
  text(
    'lightgbm.txt',
    'tree\nversion=v3\nnum_class=1\nTree=0\nleaf_count=1200 3400 900\nleaf_value=0.1 0.2 0.3\n',
  ),
  text('settings.yml', 'seed: 7\nfolds: 5\nfeatures:\n  - age\n  - sex\n'),
]

const CODE: readonly Case[] = [
  text(
    'train.py',
    'import xinyu\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n\ndf = xinyu.table("setl_d", columns=["insutype", "medfee_sumamt"])\nmodel = LogisticRegression(C=1.0)\nfor k in (5, 10, 20):\n    print(k, df.medfee_sumamt.mean())\n',
  ),
  text(
    'query.sql',
    "select insutype, count(distinct psn_no) as persons, avg(medfee_sumamt) as mean_cost\nfrom setl_d\nwhere setl_time >= date '2023-01-01'\ngroup by insutype\nhaving count(distinct psn_no) >= 10\n",
  ),
  text('plot.R', 'library(ggplot2)\nggplot(d, aes(x = year, y = cost)) + geom_line()\n'),
  text(
    'README.md',
    '# 分析说明\n\n| 指标 | 含义 |\n| --- | --- |\n| AUC | 区分度 |\n| Brier | 校准 |\n\n联系方式见项目页。数据来自 2021—2023 年结算表。\n',
  ),
  text(
    'result.md',
    '# 结果\n\n| 地区 | 人数 |\n| --- | --- |\n| 浦东新区 | 1250 |\n| 徐汇区 | 860 |\n| 合计 | 2110 |\n',
  ),
  text('notes.txt', '本次分析覆盖三年数据，按区汇总。\n平均住院费用 18230 元，较上年增长 3.2%。\n'),
  text(
    'train.log',
    range(30)
      .map((n) => `epoch ${n + 1}, loss ${(0.7 - n * 0.01).toFixed(4)}, auc ${(0.7 + n * 0.004).toFixed(4)}`)
      .join('\n'),
  ),
  text(
    'run.log',
    '2026-01-01 08:00:00 INFO start\n2026-01-01 08:00:04 INFO read 12500 rows\n2026-01-01 08:02:10 INFO done in 126.3 s\n',
  ),
  {
    name: 'work.ipynb',
    path: 'work.ipynb',
    bytes: () =>
      notebook([
        markdown('# 住院费用分析\n按险种汇总。'),
        code('import xinyu\ndf = xinyu.table("setl_d")\ndf.groupby("insutype").size()'),
      ]),
  },
  {
    name: 'model.ipynb',
    path: 'model.ipynb',
    bytes: () =>
      notebook(
        [
          code(
            'from sklearn.tree import DecisionTreeClassifier\nmodel = DecisionTreeClassifier(min_samples_leaf=50)',
          ),
        ],
        { language_info: { name: 'python', version: '3.11.2' } },
      ),
  },
]

const PICTURES: readonly Case[] = [
  { name: 'bars.png', path: 'bars.png', bytes: () => png() },
  {
    name: 'line.png',
    path: 'line.png',
    bytes: () => png({ paint: (x, y) => (Math.abs(y - 80 - 40 * Math.sin(x / 30)) < 2 ? 40 : 255) }),
  },
  {
    name: 'matplotlib.png',
    path: 'matplotlib.png',
    bytes: () =>
      png({
        extra: [
          chunk('tEXt', bytes('Software\0Matplotlib version3.6.3, https://matplotlib.org/')),
          chunk('pHYs', Buffer.alloc(9, 1)),
        ],
      }),
  },
  { name: 'gradient.png', path: 'gradient.png', bytes: () => png({ width: 512, paint: (x) => x >> 1 }) },
  {
    name: 'heat.png',
    path: 'heat.png',
    bytes: () => png({ paint: (x, y, channel) => ((x >> 4) * 13 + (y >> 4) * 29 + channel * 50) & 255 }),
  },
  { name: 'flat.png', path: 'flat.png', bytes: () => png({ width: 40, height: 40, paint: () => 200 }) },
  { name: 'plain.jpg', path: 'plain.jpg', bytes: () => jpeg() },
  {
    name: 'adobe.jpg',
    path: 'adobe.jpg',
    bytes: () => jpeg({ marker: 0xee, body: Buffer.from('Adobe\0d\0\0\0\0\0', 'latin1') }),
  },
  text(
    'bars.svg',
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><title>各区人数</title>${DISTRICTS.map((name, n) => `<rect x="${n * 20}" y="${n * 5}" width="16" height="${100 - n * 5}"/><text x="${n * 20}" y="99">${name}</text>`).join('')}</svg>`,
  ),
]

const REPORTS: readonly Case[] = [
  {
    name: 'counts.parquet',
    path: 'counts.parquet',
    bytes: () => parquet(`SELECT * FROM (VALUES ('浦东新区', 1250), ('徐汇区', 860)) t("地区", "人数")`),
  },
  { name: 'book.xlsx', path: 'book.xlsx', bytes: () => book([sheet('结果', GOOD_ROWS)]) },
  { name: 'two.xlsx', path: 'two.xlsx', bytes: () => book([sheet('男', GOOD_ROWS), sheet('女', GOOD_ROWS)]) },
  {
    name: 'titled.xlsx',
    path: 'titled.xlsx',
    bytes: () =>
      book([
        sheet('表1', [
          ['表1 各区住院人数（2023 年）'],
          ['地区', '人数'],
          ['浦东新区', 1250],
          ['徐汇区', 860],
        ]),
      ]),
  },
  {
    name: 'report.docx',
    path: 'report.docx',
    bytes: () =>
      document(
        prose('一、概述', '本报告按区汇总 2023 年住院情况。') +
          tableXml([
            ['地区', '人数'],
            ['浦东新区', '1250'],
            ['徐汇区', '860'],
          ]),
      ),
  },
  {
    name: 'letter.docx',
    path: 'letter.docx',
    bytes: () => document(prose('模型在测试集上的 AUC 为 0.81，样本量 12500。')),
  },
  {
    name: 'report.pdf',
    path: 'report.pdf',
    bytes: () =>
      pdf((doc) => void doc.text('Inpatient cost by district, 2023. Mean 18,230 yuan, n = 12,500.')),
  },
  {
    name: 'two-pages.pdf',
    path: 'two-pages.pdf',
    bytes: () => pdf((doc) => void doc.text('Method').addPage().text('Logistic regression, AUC 0.81.')),
  },
  text(
    'report.html',
    '<!doctype html><html><head><style>td{color:#333}</style></head><body><h1>结果</h1><table><tr><th>地区</th><th>人数</th></tr><tr><td>浦东新区</td><td>1250</td></tr><tr><td>徐汇区</td><td>860</td></tr></table></body></html>',
  ),
  {
    name: 'page.html',
    path: 'page.html',
    bytes: () =>
      bytes(
        `<html><body><p>各区人数</p><img src="data:image/png;base64,${png({ width: 60, height: 40, paint: bars }).toString('base64')}"></body></html>`,
      ),
  },
  {
    name: 'results.zip',
    path: 'results.zip',
    bytes: () =>
      makeZip([
        { name: 'tables/counts.csv', data: csv(['地区', '人数'], ['浦东新区', 1250], ['徐汇区', 860]) },
        { name: 'figures/bars.png', data: png() },
      ]),
  },
]

/** Useful files without a leak: nothing but a note that people read pictures and prose may be said of them. */
export const CLEAN: readonly Case[] = [...TABLES, ...DATA, ...CODE, ...PICTURES, ...REPORTS]
