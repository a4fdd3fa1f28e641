import { gzipSync } from 'node:zlib'
import { CANARY, type Planted } from './case.fixture.ts'
import {
  bytes,
  csv,
  idNumber,
  noise,
  person,
  PERSON_HEADER,
  personRows,
  phone,
  pseudonymOf,
  range,
} from './make.fixture.ts'

const GROUPS = ['浦东新区', '徐汇区', '静安区', '黄浦区', '长宁区']

/** Leaks in tables: small numbers, numbers of persons, rows of persons. */
export const PLANTED_TABLES: readonly Planted[] = [
  {
    name: 'a small cell under a named count',
    path: 'small.csv',
    rule: 'small-count',
    place: /^line 4, column 人数$/,
    bytes: () => csv(['地区', '人数'], ['浦东新区', 1250], ['徐汇区', 860], ['静安区', 7]),
  },
  {
    name: 'a small cell in a crosstab without a name for counts',
    path: 'cross.csv',
    rule: 'small-count',
    place: /^line 3, column 女$/,
    bytes: () => csv(['地区', '男', '女'], ['浦东新区', 620, 630], ['徐汇区', 412, 3], ['静安区', 300, 340]),
  },
  {
    name: 'a small cell in a declared count column',
    path: 'declared.csv',
    rule: 'small-count',
    place: /^line 3, column total_value$/,
    context: { countColumns: ['total_value'] },
    bytes: () => csv(['region', 'total_value'], ['A', 500], ['B', 4], ['C', 700]),
  },
  {
    name: 'a small cell in tab-separated values',
    path: 'small.tsv',
    rule: 'small-count',
    place: /^line 3, column n$/,
    bytes: () => bytes('region\tn\tmean\nA\t500\t1.2\nB\t9\t3.4\n'),
  },
  {
    name: 'unrounded counts where five is the base',
    path: 'base5.csv',
    rule: 'unrounded',
    place: /^line 3, column n$/,
    terms: { rounding: 'base5' },
    bytes: () => csv(['region', 'n'], ['A', 1250], ['B', 861], ['C', 640]),
  },
  {
    name: 'counts rounded by the wrong rule',
    path: 'midpoint.csv',
    rule: 'unrounded',
    place: /^line 2, column n$/,
    terms: { rounding: 'midpoint6' },
    bytes: () => csv(['region', 'n'], ['A', 1250], ['B', 861]),
  },
  {
    name: 'one withheld cell and its total',
    path: 'total.csv',
    rule: 'total-reveals',
    place: /^line 4, column 人数$/,
    bytes: () =>
      csv(['地区', '人数'], ['浦东新区', 1250], ['徐汇区', 860], ['静安区', '<10'], ['合计', 2117]),
  },
  {
    name: 'one withheld cell of a row with its total',
    path: 'row-total.csv',
    rule: 'total-reveals',
    place: /^line 3, column 女$/,
    bytes: () =>
      csv(
        ['地区', '男', '女', '合计'],
        ['浦东新区', 620, 630, 1250],
        ['徐汇区', 412, '*', 416],
        ['静安区', 300, 340, 640],
      ),
  },
  {
    name: 'a group left out that the total shows',
    path: 'left-out.csv',
    rule: 'total-reveals',
    place: /^line 4, column 人数$/,
    bytes: () => csv(['地区', '人数'], ['浦东新区', 1250], ['徐汇区', 860], ['合计', 2114]),
  },
  {
    name: 'a percentage that means three persons',
    path: 'share.csv',
    rule: 'small-share',
    place: /^line 3, column 占比$/,
    bytes: () =>
      csv(
        ['地区', '人数', '占比'],
        ['浦东新区', 200, '45.5%'],
        ['徐汇区', 200, '1.5%'],
        ['静安区', 400, '22.0%'],
      ),
  },
  {
    name: 'a percentage that leaves three persons',
    path: 'rest.csv',
    rule: 'small-share',
    place: /^line 3, column share$/,
    bytes: () => csv(['region', 'n', 'share'], ['A', 200, 0.455], ['B', 200, 0.985], ['C', 400, 0.22]),
  },
  {
    name: 'percentages of sevenths',
    path: 'sevenths.csv',
    rule: 'small-denominator',
    place: /^line 2, column rate$/,
    bytes: () => csv(['region', 'rate'], ['A', 0.142857], ['B', 0.428571], ['C', 0.333333]),
  },
  {
    name: 'columns of least and greatest values',
    path: 'extremes.csv',
    rule: 'extremes',
    place: /^column max_fee$/,
    bytes: () =>
      csv(['region', 'n', 'min_fee', 'max_fee'], ['A', 1250, 12.5, 98210.3], ['B', 860, 11.2, 120311.9]),
  },
  {
    name: 'describe() of pandas',
    path: 'describe.csv',
    rule: 'extremes',
    place: /^line 9, column age$/,
    bytes: () =>
      csv(
        ['stat', 'age'],
        ['count', 12500],
        ['mean', 55.1],
        ['std', 12.2],
        ['min', 18],
        ['25%', 41],
        ['50%', 55],
        ['75%', 68],
        ['max', 104],
      ),
  },
  {
    name: 'one row a person',
    path: 'rows.csv',
    rule: 'row-level',
    place: /rows|column|line/,
    bytes: () => csv(PERSON_HEADER, ...personRows(60)),
  },
  {
    name: 'as many rows as persons',
    path: 'scores.csv',
    rule: 'row-level',
    place: /rows/,
    context: { persons: 300 },
    bytes: () => {
      const random = noise(3)
      return csv(['case', 'risk'], ...range(300).map((n) => [`c${n}`, random().toFixed(3)]))
    },
  },
  {
    name: 'predictions beside truths',
    path: 'predictions.csv',
    rule: 'row-level',
    place: /rows/,
    bytes: () => {
      const random = noise(5)
      return csv(['y_true', 'y_prob'], ...range(80).map(() => [random() > 0.7 ? 1 : 0, random().toFixed(3)]))
    },
  },
  {
    name: 'identity numbers in a column of another name',
    path: 'ids.csv',
    rule: 'identity-number',
    place: /^line 2, column key$/,
    bytes: () => csv(['key', 'n'], ...range(6).map((n) => [idNumber(n), 100 + n * 10])),
  },
  {
    name: 'an identity number in full-width digits',
    path: 'wide.csv',
    rule: 'identity-number',
    place: /^line 3, column 说明$/,
    bytes: () =>
      csv(
        ['地区', '说明'],
        ['浦东新区', '正常'],
        [
          '徐汇区',
          `见${idNumber(8).replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))}`,
        ],
      ),
  },
  {
    name: 'old identity numbers of fifteen digits',
    path: 'old.csv',
    rule: 'identity-number',
    place: /^column 编号$/,
    bytes: () =>
      csv(['编号', '费用'], ...range(5).map((n) => [`31010${n + 1}5603${String(10 + n)}12${n}`, 100.5 + n])),
  },
  {
    name: 'telephone numbers',
    path: 'phones.csv',
    rule: 'phone-number',
    place: /^line 2, column contact$/,
    bytes: () => csv(['region', 'contact'], ...range(4).map((n) => [GROUPS[n]!, phone(n)])),
  },
  {
    name: 'names under a name',
    path: 'names.csv',
    rule: 'person-name',
    place: /^column 姓名$/,
    bytes: () => csv(['姓名', '次'], ...range(6).map((n) => [person(n), 10 + n])),
  },
  {
    name: 'names under another word',
    path: 'named.csv',
    rule: 'person-name',
    place: /^column 项目$/,
    bytes: () => csv(['项目', '费用'], ...range(12).map((n) => [person(n), 120.5 + n])),
  },
  {
    name: 'a forbidden column',
    path: 'forbidden.csv',
    rule: 'identifying-column',
    place: /^column psn_no$/,
    bytes: () => csv(['psn_no', 'mean'], ['1', 2.5], ['2', 3.5], ['3', 4.5]),
  },
  {
    name: 'a column that the project forbids',
    path: 'own.csv',
    rule: 'identifying-column',
    place: /^column person_key$/,
    bytes: () => csv(['person_key', 'mean'], ['1', 2.5], ['2', 3.5], ['3', 4.5]),
  },
  {
    name: 'numbers of persons',
    path: 'numbers.csv',
    rule: 'record-number',
    place: /^column ref$/,
    bytes: () =>
      csv(['ref', 'cost'], ...range(25).map((n) => [String(3_100_045_501 + n * 13), (n * 12.3).toFixed(2)])),
  },
  {
    name: 'pseudonyms',
    path: 'pseudonyms.csv',
    rule: 'pseudonym',
    place: /^line 2, column who$/,
    bytes: () => csv(['who', 'cost'], ...range(6).map((n) => [pseudonymOf(n), 10 + n])),
  },
  {
    name: 'a pseudonym of another form that the project knows',
    path: 'known.csv',
    rule: 'pseudonym',
    place: /^line 3, column batch$/,
    bytes: () => csv(['batch', 'cost'], ['X-2023-00000001', 3.5], ['P-2023-88120041', 4.5]),
  },
  {
    name: 'a planted person',
    path: 'canary.csv',
    rule: 'canary',
    place: /^line 3, column who$/,
    bytes: () => csv(['who', 'cost'], ['a', 1.5], [CANARY, 2.5]),
  },
  {
    name: 'hashes of numbers',
    path: 'hashes.csv',
    rule: 'repeated-token',
    place: /^column h$/,
    bytes: () => {
      const random = noise(9)
      const hash = () =>
        range(32)
          .map(() => '0123456789abcdef'[Math.floor(random() * 16)])
          .join('')
      return csv(['h', 'cost'], ...range(12).map((n) => [hash(), n + 0.5]))
    },
  },
  {
    name: 'addresses',
    path: 'addresses.csv',
    rule: 'address',
    place: /^column 位置$/,
    bytes: () => csv(['位置', '费用'], ...range(5).map((n) => [`中山北路${100 + n}弄${n + 1}号`, 10.5 + n])),
  },
  {
    name: 'a formula for the receiver',
    path: 'formula.csv',
    rule: 'formula-injection',
    place: /^line 3, column note$/,
    bytes: () => csv(['region', 'note'], ['A', 'ok'], ['B', "=cmd|'/c calc'!A1"]),
  },
  {
    name: 'rows packed by gzip',
    path: 'rows.csv.gz',
    rule: 'row-level',
    place: /rows\.csv/,
    bytes: () => gzipSync(csv(PERSON_HEADER, ...personRows(60))),
  },
  {
    name: 'a crosstab with codes as names of its columns',
    path: 'coded.csv',
    rule: 'small-count',
    place: /^line 3, column 2$/,
    bytes: () => csv(['insutype', '1', '2'], ['310', 620, 630], ['390', 412, 3]),
  },
  {
    name: 'the most expensive five',
    path: 'top.csv',
    rule: 'row-level',
    place: /^5 rows$/,
    bytes: () =>
      csv(
        ['age', 'gend', 'medfee_sumamt'],
        [81, 1, 98210.3],
        [44, 2, 91022.1],
        [67, 1, 88210.9],
        [72, 1, 87001.2],
        [35, 2, 86112.7],
      ),
  },
  {
    name: 'persons spread over all that groups could be',
    path: 'sparse.csv',
    rule: 'row-level',
    place: /^120 rows$/,
    bytes: () => {
      const random = noise(31)
      return csv(
        ['age', 'gend', 'insutype', 'setl_date', 'fee'],
        ...range(120).map((n) => [
          Math.floor(random() * 95),
          1 + (n % 2),
          ['310', '390'][Math.floor(random() * 2)]!,
          `2023-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
          (random() * 9000).toFixed(2),
        ]),
      )
    },
  },
  {
    name: 'a DataFrame as pandas writes it',
    path: 'frame.json',
    rule: 'row-level',
    place: /^\$$/,
    bytes: () =>
      bytes(
        JSON.stringify(
          Object.fromEntries(
            PERSON_HEADER.map((name, column) => [
              name,
              Object.fromEntries(personRows(40).map((row, n) => [n, row[column]])),
            ]),
          ),
        ),
      ),
  },
  {
    name: 'a list of numbers in code',
    path: 'list.py',
    rule: 'record-number',
    place: /^line 2$/,
    bytes: () =>
      bytes(
        `import xinyu\nwho = [${range(20)
          .map((n) => 3_100_045_501 + n * 977)
          .join(', ')}]\n`,
      ),
  },
]
