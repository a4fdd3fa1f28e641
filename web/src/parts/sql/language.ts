import { type CompletionSource, snippetCompletion } from '@codemirror/autocomplete'
import { SQLDialect } from '@codemirror/lang-sql'

/** The words of the gate's language, and no others: what is not proposed does not exist. */
export const GATE_SQL = SQLDialect.define({
  keywords:
    'select distinct as from inner left join on using where and or not in between like is null group by rollup having order asc desc nulls first last limit offset case when then else end union all with filter over partition rows range unbounded preceding following current row cast',
  types: 'varchar integer bigint double decimal date timestamp boolean',
  builtin: '',
})

export type FunctionKind = 'aggregate' | 'row' | 'window'

/** `#{…}` are the places that are filled in by Tab. */
const FUNCTIONS: readonly [name: string, kind: FunctionKind, template: string][] = [
  ['count', 'aggregate', 'count(*)'],
  ['count distinct', 'aggregate', 'count(distinct #{column})'],
  ['sum', 'aggregate', 'sum(#{column})'],
  ['avg', 'aggregate', 'avg(#{column})'],
  ['median', 'aggregate', 'median(#{column})'],
  ['quantile_cont', 'aggregate', 'quantile_cont(#{column}, #{0.9})'],
  ['quantile_disc', 'aggregate', 'quantile_disc(#{column}, #{0.9})'],
  ['stddev', 'aggregate', 'stddev(#{column})'],
  ['variance', 'aggregate', 'variance(#{column})'],
  ['corr', 'aggregate', 'corr(#{y}, #{x})'],
  ['covar_samp', 'aggregate', 'covar_samp(#{y}, #{x})'],
  ['regr_slope', 'aggregate', 'regr_slope(#{y}, #{x})'],
  ['regr_intercept', 'aggregate', 'regr_intercept(#{y}, #{x})'],
  ['regr_r2', 'aggregate', 'regr_r2(#{y}, #{x})'],
  ['year', 'row', 'year(#{date})'],
  ['quarter', 'row', 'quarter(#{date})'],
  ['month', 'row', 'month(#{date})'],
  ['date_trunc', 'row', "date_trunc('#{month}', #{date})"],
  ['date_diff', 'row', "date_diff('#{day}', #{from}, #{to})"],
  ['round', 'row', 'round(#{number}, #{0})'],
  ['floor', 'row', 'floor(#{number})'],
  ['abs', 'row', 'abs(#{number})'],
  ['coalesce', 'row', 'coalesce(#{value}, #{otherwise})'],
  ['nullif', 'row', 'nullif(#{value}, #{nothing})'],
  ['left', 'row', 'left(#{text}, #{2})'],
  ['substring', 'row', 'substring(#{text}, #{1}, #{4})'],
  ['upper', 'row', 'upper(#{text})'],
  ['lower', 'row', 'lower(#{text})'],
  ['trim', 'row', 'trim(#{text})'],
  ['concat', 'row', 'concat(#{text}, #{text})'],
  ['row_number', 'window', 'row_number() over (order by #{column})'],
  ['rank', 'window', 'rank() over (order by #{column} desc)'],
  ['lag', 'window', 'lag(#{column}) over (order by #{column})'],
  ['sum over', 'window', 'sum(#{column}) over ()'],
]

/** Names of whole pieces of text; their words are `language.snippet.<name>`. */
const SNIPPETS: readonly [name: string, template: string][] = [
  ['groups', 'select #{key}, count(*) as n\nfrom #{table}\ngroup by #{key}'],
  ['means', 'select #{key}, avg(#{measure}) as mean\nfrom #{table}\ngroup by #{key}\norder by mean desc'],
  [
    'months',
    'select year(#{date}) as y, month(#{date}) as m, count(*) as n\nfrom #{table}\ngroup by 1, 2\norder by 1, 2',
  ],
  ['totals', 'select #{key}, #{other}, count(*) as n\nfrom #{table}\ngroup by rollup (#{key}, #{other})'],
  [
    'shares',
    'select #{key}, n, n * 100.0 / sum(n) over () as percent\nfrom (select #{key}, count(*) as n from #{table} group by #{key}) g',
  ],
  [
    'persons',
    'select times, count(*) as persons\nfrom (select #{person}, count(*) as times from #{table} group by #{person}) p\ngroup by times',
  ],
]

/** What a completion needs to be said: words come from the texts of the portal. */
export interface LanguageWords {
  readonly kind: (kind: FunctionKind) => string
  readonly snippet: (name: string) => string
  readonly about: (kind: FunctionKind) => string
}

/** Functions and pieces of text: offered for the word before the cursor. */
export function languageCompletions(words: LanguageWords): CompletionSource {
  const options = [
    ...FUNCTIONS.map(([label, kind, template]) =>
      snippetCompletion(template, {
        label,
        type: 'function',
        detail: words.kind(kind),
        info: words.about(kind),
      }),
    ),
    ...SNIPPETS.map(([name, template]) =>
      snippetCompletion(template, {
        label: name,
        displayLabel: words.snippet(name),
        type: 'text',
        boost: -1,
      }),
    ),
  ]
  return (context) => {
    const word = context.matchBefore(/\w+/)
    if (!word && !context.explicit) return null
    return { from: word?.from ?? context.pos, options, validFor: /^\w*$/ }
  }
}
