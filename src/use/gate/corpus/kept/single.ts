import type { Kept } from '../model.ts'

const nothing = 'nothing'

/** Statistics that would rest on one person, on nine, or on nobody: they all look the same. */
export const SINGLE: readonly Kept[] = [
  ['a sum over one person', `select sum(cost) from visit where town = 'LONELY'`, nothing],
  ['a mean over one person', `select avg(cost) as a from visit where town = 'LONELY'`, nothing],
  ['a count of one person', `select count(*) from visit where town = 'LONELY'`, nothing],
  ['a number of persons that is one', `select count(distinct psn) from visit where town = 'LONELY'`, nothing],
  ['a median over one person', `select median(cost) from visit where town = 'LONELY'`, nothing],
  [
    'a spread over one person',
    `select stddev(cost), variance(cost) from visit where town = 'LONELY'`,
    nothing,
  ],
  ['a correlation over one person', `select corr(cost, days) from visit where town = 'LONELY'`, nothing],
  [
    'a regression over one person',
    `select regr_slope(cost, days), regr_count(cost, days) from visit where town = 'LONELY'`,
    nothing,
  ],
  ['distinct values of one person', `select count(distinct hosp) from visit where town = 'LONELY'`, nothing],
  ['nine persons', `select count(*), sum(cost) from visit where dise = 'FEW-9'`, nothing],
  ['nobody', `select count(*), sum(cost) from visit where town = 'NOWHERE'`, nothing],
  ['nobody, counted', `select count(distinct psn) from visit where dise = 'A' and town = 'LONELY'`, nothing],
  [
    'one person by facts',
    `select sum(cost) from visit where sex = '1' and district = 'D0' and hosp = 'H4' and age = 107`,
    nothing,
  ],
  ['one person by age', `select avg(days) from visit where age > 100`, nothing],
  ['one person by a pattern', `select sum(cost) from visit where town like 'LONE%'`, nothing],
  ['one person by a list', `select count(*) from visit where dise in ('SECRET-10')`, nothing],
  ['one person by a negation', `select sum(cost) from visit where not (town <> 'LONELY')`, nothing],
  [
    'one person by a function',
    `select sum(cost) from visit where length(town) = 6 and left(town, 1) = 'L'`,
    nothing,
  ],
  ['one person by FILTER', `select sum(cost) filter (where town = 'LONELY') as s from visit`, nothing],
  ['one person counted by FILTER', `select count(*) filter (where town = 'LONELY') as n from visit`, nothing],
  ['one person by CASE', `select sum(case when town = 'LONELY' then cost end) as s from visit`, nothing],
  [
    'one person by CASE with zero',
    `select sum(case when town = 'LONELY' then cost else 0 end) as s from visit`,
    nothing,
  ],
  [
    'one person counted by CASE',
    `select sum(case when town = 'LONELY' then 1 else 0 end) as n from visit`,
    nothing,
  ],
  ['a share of one', `select avg(case when town = 'LONELY' then 1 else 0 end) as share from visit`, nothing],
  ['count of CASE', `select count(case when town = 'LONELY' then 1 end) as n from visit`, nothing],
  [
    'one person twice',
    `select sum(case when town = 'LONELY' then 2 * cost else cost end) as s from visit`,
    nothing,
  ],
  [
    'one person by a derived column',
    `select sum(x) as s from (select case when town = 'LONELY' then cost else 0 end as x from visit) t`,
    nothing,
  ],
  [
    'one person by a CTE',
    `with t as (select cost from visit where town = 'LONELY') select avg(cost) as a from t`,
    nothing,
  ],
  [
    'one person in a union',
    `select sum(x) as s from (select cost as x from visit where town = 'LONELY' union all select amount as x from line where item = 'ORPHAN') t`,
    nothing,
  ],
  [
    'one person by grouping per person',
    `select avg(s) as a from (select psn, town, sum(cost) as s from visit group by psn, town) t where town = 'LONELY'`,
    nothing,
  ],
  [
    'one person by a join',
    `select sum(l.amount) as s from visit v join line l on v.id = l.id where v.town = 'LONELY'`,
    nothing,
  ],
  [
    'one person by the other table',
    `select sum(v.cost) as s from visit v join line l on v.psn = l.psn where l.item = 'ORPHAN'`,
    nothing,
  ],
  [
    'one person left over',
    `select count(*) as n from visit v left join line l on v.id = l.id where v.dise = 'SECRET-10' and l.item = 'ORPHAN'`,
    nothing,
  ],
  ['one person, scaled', `select sum(3 * cost + 7) as s from visit where age = 107`, nothing],
  ['one person, rounded away', `select round(avg(cost), 0) as a from visit where age = 107`, nothing],
  ['one person in arithmetic', `select sum(cost) * 0 + 1 as s from visit where age = 107`, nothing],
  [
    'one person in CASE after the release',
    `select case when sum(cost) > 1000 then 'high' else 'low' end as a from visit where age = 107`,
    nothing,
  ],
  [
    'one person, missing or not',
    `select case when sum(cost) is null then 'none' else 'some' end as a from visit where age = 107`,
    nothing,
  ],
  ['one person, replaced', `select coalesce(sum(cost), 0) as s from visit where age = 107`, nothing],
  ['one person, divided', `select sum(cost) / nullif(count(*), 0) as s from visit where age = 107`, nothing],
  ['a failing division', `select sum(cost) / 0 as s, sum(cost) % 0 as m from visit where age = 107`, nothing],
  [
    'two persons of a pair of facts',
    `select count(*) from visit where born < date '1940-03-01' and sex = '1'`,
    nothing,
  ],
]
