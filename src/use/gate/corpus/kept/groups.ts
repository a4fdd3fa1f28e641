import type { Kept } from '../model.ts'

const lonely = { without: ['LONELY', '777777'] }
const few = { without: ['FEW-9', 'SECRET-10'] }
const nothing = 'nothing'

/** Groups below k must leave no trace: no key, no row, no place in an order. */
export const GROUPS: readonly Kept[] = [
  ['a small group', `select town, count(*) as n from visit group by town`, lonely],
  [
    'a small group with its sum',
    `select town, sum(cost) as s from visit group by town order by s desc`,
    lonely,
  ],
  ['small groups of illnesses', `select dise, count(distinct psn) as n from visit group by dise`, few],
  ['DISTINCT', `select distinct town from visit`, lonely],
  [
    'DISTINCT of two columns',
    `select distinct dise, town from visit`,
    { without: ['LONELY', 'SECRET', 'FEW'] },
  ],
  [
    'DISTINCT in a subquery',
    `select town from (select distinct town, sex from visit) t where sex = '1'`,
    lonely,
  ],
  ['HAVING on small counts', `select town from visit group by town having count(*) <= 5`, nothing],
  [
    'HAVING on one person',
    `select town, count(*) as n from visit group by town having count(distinct psn) = 1`,
    nothing,
  ],
  ['HAVING below k', `select dise, count(*) as n from visit group by dise having count(*) < 10`, nothing],
  [
    'HAVING with a negation',
    `select dise, count(*) as n from visit group by dise having not (count(*) >= 10)`,
    nothing,
  ],
  [
    'HAVING on missing',
    `select dise, sum(cost) as s from visit group by dise having sum(cost) is null`,
    nothing,
  ],
  ['the smallest first', `select town, count(*) as n from visit group by town order by n limit 1`, lonely],
  [
    'the largest sum first',
    `select town, avg(cost) as a from visit group by town order by a desc limit 1`,
    lonely,
  ],
  [
    'the largest sum first, key only',
    `select town from visit group by town order by avg(cost) desc limit 1`,
    lonely,
  ],
  [
    'rank of groups',
    `select town, rank() over (order by n) as r from (select town, count(*) as n from visit group by town) t`,
    lonely,
  ],
  [
    'share of one group',
    `select town, s / sum(s) over () as share from (select town, sum(cost) as s from visit group by town) t`,
    lonely,
  ],
  [
    'window maximum',
    `select town, max(s) over () as m from (select town, sum(cost) as s from visit group by town) t`,
    lonely,
  ],
  [
    'first value',
    `select first_value(town) over (order by a desc) as t, a from (select town, avg(cost) as a from visit group by town) t`,
    lonely,
  ],
  [
    'lag',
    `select town, lag(a) over (order by a) as b from (select town, avg(cost) as a from visit group by town) t`,
    lonely,
  ],
  [
    'joined released tables',
    `select a.town, b.s from (select town, count(*) as n from visit group by town) a left join (select town, sum(cost) as s from visit group by town) b on a.town = b.town`,
    lonely,
  ],
  [
    'a union of released tables',
    `select town as k, count(*) as n from visit group by town union all select dise as k, count(*) as n from visit group by dise`,
    { without: ['LONELY', 'SECRET', 'FEW'] },
  ],
  [
    'ROLLUP of a small group',
    `select town, sum(cost) as s from visit where town in ('LONELY', 'T1') group by rollup (town)`,
    lonely,
  ],
  ['the total beside a small group', `select town, sum(cost) as s from visit group by rollup (town)`, lonely],
  ['ROLLUP of two keys', `select sex, dise, count(*) as n from visit group by rollup (sex, dise)`, few],
  [
    'CASE makes a group of one',
    `select case when town = 'LONELY' then 'one' else 'rest' end as g, sum(cost) as s from visit group by 1`,
    { without: ['"one"', '777777'] },
  ],
  [
    'a key by arithmetic',
    `select age * 1000 as a, count(*) as n from visit group by 1`,
    { without: ['107000'] },
  ],
  [
    'a key by a piece of text',
    `select substring(town, 1, 4) as p, count(*) as n from visit group by 1`,
    { without: ['LONE'] },
  ],
  [
    'a key by concatenation',
    `select concat(town, '/', dise) as p, count(*) as n from visit group by 1`,
    { without: ['LONELY', 'SECRET'] },
  ],
  [
    'a key that is replaced',
    `select coalesce(nullif(town, 'T1'), 'other') as p, count(*) as n from visit group by 1`,
    lonely,
  ],
  [
    'a key of a code table',
    `select b.title, count(*) as n from visit v join dise_b b on v.dise = b.dise group by b.title`,
    { without: ['ery rare', 'Rare'] },
  ],
  [
    'a key of the other table',
    `select l.item, count(distinct v.psn) as n from visit v join line l on v.psn = l.psn group by l.item`,
    { without: ['ORPHAN'] },
  ],
  [
    'LEFT JOIN of a code table',
    `select b.title, count(*) as n from visit v left join dise_b b on v.dise = b.dise group by b.title`,
    { without: ['ery rare', 'Rare'] },
  ],
  [
    'per person, then grouped',
    `select s, count(*) as n from (select psn, count(distinct town) as s, age from visit group by psn, age) t where age = 107 group by s`,
    nothing,
  ],
  [
    'grouped by what one has',
    `select x, count(*) as n from (select psn, max(age) as x from visit group by psn) t group by x`,
    { without: ['107'] },
  ],
  ['day of one person', `select day, dise, count(*) as n from visit group by day, dise`, nothing],
  ['a median for a group', `select town, median(cost) as m from visit group by town`, lonely],
  ['quantiles near the end', `select quantile_cont(cost, 0.99) as q from visit`, { without: ['777777'] }],
  [
    'the very end of few',
    `select quantile_disc(cost, 0.95) as q from visit where age >= 79`,
    { without: ['777777'] },
  ],
  [
    'the other end',
    `select quantile_cont(days, 0.99) as q from visit where town like 'T%' or town = 'LONELY'`,
    { without: ['4242'] },
  ],
  [
    'distinct values that one person has',
    `select count(distinct town) as n from visit where town in ('T1', 'LONELY')`,
    { without: ['2'] },
  ],
  [
    'distinct values of one person among others',
    `select count(distinct dise) as n from visit where dise = 'A' or town = 'LONELY'`,
    { without: ['2'] },
  ],
  [
    'a name of ours as an alias',
    `select town as "__p", count(*) as "__insured" from visit group by 1`,
    lonely,
  ],
  [
    'a name of ours in a subquery',
    `select "__p" from (select town as "__p" from visit) t group by "__p"`,
    lonely,
  ],
  [
    'names like printed ones',
    `select c0 as c1, t0.n as s from (select town as c0, count(*) as n from visit group by town) t0`,
    lonely,
  ],
]
