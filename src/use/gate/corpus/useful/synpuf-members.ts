import type { Useful } from '../model.ts'

/** DE-SynPUF: members, chronic conditions, yearly reimbursement. 1.0 means yes, 2.0 no. */
export const SYNPUF_MEMBERS: readonly Useful[] = [
  ['members', `select count(distinct "DESYNPUF_ID") as members from bene`],
  ['members by year', `select "BENE_YEAR", count(*) as members from bene group by "BENE_YEAR" order by 1`],
  ['sex', `select BENE_SEX_IDENT_CD, count(distinct DESYNPUF_ID) as members from bene group by 1`],
  [
    'race',
    `select BENE_RACE_CD, count(distinct DESYNPUF_ID) as members from bene group by 1 order by members desc`,
  ],
  [
    'states',
    `select SP_STATE_CODE, count(distinct DESYNPUF_ID) as members from bene group by 1 order by 2 desc limit 10`,
  ],
  [
    'large states',
    `select SP_STATE_CODE, count(*) as n from bene where BENE_YEAR = 2008 group by 1 having count(*) > 15`,
  ],
  [
    'state and sex with totals',
    `select SP_STATE_CODE, BENE_SEX_IDENT_CD, count(*) as n from bene group by rollup (SP_STATE_CODE, BENE_SEX_IDENT_CD)`,
  ],
  [
    'renal disease',
    `select case when BENE_ESRD_IND = 'Y' then 'ESRD' else 'no ESRD' end as kind, count(*) as n from bene group by 1`,
  ],
  [
    'diabetes prevalence',
    `select BENE_YEAR, 100.0 * count(*) filter (where SP_DIABETES = 1) / count(*) as pct from bene group by BENE_YEAR`,
  ],
  [
    'heart failure prevalence',
    `select BENE_SEX_IDENT_CD, avg(case when SP_CHF = 1 then 1 else 0 end) as rate from bene group by 1`,
  ],
  [
    'two conditions',
    `select SP_DIABETES, SP_CHF, count(*) as n from bene where BENE_YEAR = 2009 group by 1, 2 order by 1, 2`,
  ],
  ['cancer by year', `select BENE_YEAR, SP_CNCR, count(*) as n from bene group by 1, 2`],
  [
    'copd',
    `select BENE_RACE_CD, count(*) filter (where SP_COPD = 1) as copd, count(*) as n from bene group by 1`,
  ],
  [
    'depression by sex',
    `select BENE_SEX_IDENT_CD, sum(case when SP_DEPRESSN = 1 then 1 else 0 end) as n from bene group by 1`,
  ],
  [
    'alzheimer share',
    `select 100.0 * sum(case when SP_ALZHDMTA = 1 then 1 else 0 end) / count(*) as pct from bene`,
  ],
  [
    'number of conditions',
    `select k, count(*) as n from (select case when SP_DIABETES = 1 then 1 else 0 end + case when SP_CHF = 1 then 1 else 0 end + case when SP_COPD = 1 then 1 else 0 end as k from bene) t group by k order by k`,
  ],
  [
    'inpatient reimbursement',
    `select BENE_YEAR, sum(MEDREIMB_IP) as total, avg(MEDREIMB_IP) as mean from bene group by 1`,
  ],
  [
    'all reimbursement',
    `select BENE_YEAR, sum(MEDREIMB_IP + MEDREIMB_OP + MEDREIMB_CAR) as total from bene group by 1`,
  ],
  [
    'own share',
    `select BENE_SEX_IDENT_CD, sum(BENRES_IP + BENRES_OP + BENRES_CAR) / sum(MEDREIMB_IP + MEDREIMB_OP + MEDREIMB_CAR + BENRES_IP + BENRES_OP + BENRES_CAR) as share from bene group by 1`,
  ],
  ['cost of diabetes', `select SP_DIABETES, avg(MEDREIMB_CAR) as mean from bene group by 1`],
  [
    'spread',
    `select BENE_YEAR, stddev(MEDREIMB_CAR) as sd, median(MEDREIMB_CAR) as mid from bene group by 1`,
  ],
  ['p90 of carrier', `select quantile_cont(MEDREIMB_CAR, 0.9) as p90 from bene`],
  [
    'quartiles',
    `select BENE_SEX_IDENT_CD, quantile_disc(MEDREIMB_OP, 0.5) as q2, quantile_disc(MEDREIMB_OP, 0.75) as q3 from bene group by 1`,
  ],
  ['outpatient and carrier', `select corr(MEDREIMB_OP, MEDREIMB_CAR) as r from bene`],
  [
    'regression',
    `select regr_slope(BENRES_CAR, MEDREIMB_CAR) as slope, regr_intercept(BENRES_CAR, MEDREIMB_CAR) as base, regr_r2(BENRES_CAR, MEDREIMB_CAR) as r2 from bene`,
  ],
  [
    'regression by year',
    `select BENE_YEAR, regr_slope(BENRES_OP, MEDREIMB_OP) as slope, regr_count(BENRES_OP, MEDREIMB_OP) as n from bene group by 1`,
  ],
  ['covariance', `select covar_pop(MEDREIMB_OP, BENRES_OP) as c from bene`],
  [
    'coverage months',
    `select BENE_YEAR, avg(BENE_HI_CVRAGE_TOT_MONS) as a, avg(BENE_SMI_CVRAGE_TOT_MONS) as b from bene group by 1`,
  ],
  [
    'drug plan months',
    `select PLAN_CVRG_MOS_NUM, count(*) as n from bene group by 1 order by n desc limit 5`,
  ],
  [
    'year on year',
    `select BENE_YEAR, total, total - lag(total) over (order by BENE_YEAR) as more from (select BENE_YEAR, sum(MEDREIMB_CAR) as total from bene group by 1) t order by 1`,
  ],
  [
    'share of states',
    `select SP_STATE_CODE, total, total / sum(total) over () as share from (select SP_STATE_CODE, sum(MEDREIMB_CAR) as total from bene group by 1) t order by share desc limit 5`,
  ],
  [
    'rank of states',
    `select SP_STATE_CODE, rank() over (order by mean desc) as place, mean from (select SP_STATE_CODE, avg(MEDREIMB_CAR) as mean from bene group by 1) t order by place limit 8`,
  ],
  [
    'born before 1943',
    `select case when BENE_BIRTH_DT < -10000 then 'older' else 'younger' end as age, count(distinct DESYNPUF_ID) as members from bene group by 1`,
  ],
  [
    'older members',
    `select count(distinct DESYNPUF_ID) as members, avg(MEDREIMB_CAR) as mean from bene where BENE_BIRTH_DT <= -15000`,
  ],
  [
    'young and disabled',
    `select BENE_RACE_CD, count(*) as n from bene where BENE_BIRTH_DT > -9500 group by 1`,
  ],
  [
    'per person over both years',
    `select avg(total) as mean from (select DESYNPUF_ID, sum(MEDREIMB_CAR) as total from bene group by DESYNPUF_ID) t`,
  ],
  [
    'members with both years',
    `select years, count(*) as members from (select DESYNPUF_ID, count(*) as years from bene group by DESYNPUF_ID) t group by years`,
  ],
  [
    'months grouped',
    `select case when PLAN_CVRG_MOS_NUM in ('00') then 'none' when PLAN_CVRG_MOS_NUM in ('12') then 'whole year' else 'part' end as plan, count(*) as n from bene group by 1`,
  ],
  ['distinct combinations', `select distinct BENE_SEX_IDENT_CD, BENE_RACE_CD from bene`],
  ['a code table', `select "TABLE", UNIT_OF_RECORD from schema order by 1`],
]
