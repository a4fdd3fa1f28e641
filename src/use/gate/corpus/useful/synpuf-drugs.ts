import type { Useful } from '../model.ts'

/** DE-SynPUF: stays and drugs. */
export const SYNPUF_DRUGS: readonly Useful[] = [
  ['stays', `select count(*) as stays, count(distinct DESYNPUF_ID) as patients from inpatient`],
  [
    'mean length of stay',
    `select avg(CLM_UTLZTN_DAY_CNT) as days, stddev(CLM_UTLZTN_DAY_CNT) as sd from inpatient`,
  ],
  ['cost per day', `select sum(CLM_PMT_AMT) / sum(CLM_UTLZTN_DAY_CNT) as per_day from inpatient`],
  [
    'stays by year',
    `select floor(CLM_ADMSN_DT / 365.25) + 1970 as y, count(*) as n, avg(CLM_PMT_AMT) as mean from inpatient group by 1`,
  ],
  [
    'diagnosis chapters of stays',
    `select left(ICD9_DGNS_CD_1, 1) as chapter, count(*) as n from inpatient group by 1 order by n desc`,
  ],
  [
    'with an operation',
    `select case when ICD9_PRCDR_CD_1 is null then 'no' else 'yes' end as operated, count(*) as n, avg(CLM_PMT_AMT) as mean from inpatient group by 1`,
  ],
  ['surgical share', `select count(ICD9_PRCDR_CD_1) * 1.0 / count(*) as share from inpatient`],
  [
    'days and payment',
    `select corr(CLM_UTLZTN_DAY_CNT, CLM_PMT_AMT) as r, regr_slope(CLM_PMT_AMT, CLM_UTLZTN_DAY_CNT) as per_day from inpatient`,
  ],
  [
    'p75 of payment',
    `select quantile_cont(CLM_PMT_AMT, 0.75) as p75, median(CLM_PMT_AMT) as mid from inpatient`,
  ],
  [
    'readmission',
    `select case when n > 1 then 'again' else 'once' end as kind, count(*) as patients from (select DESYNPUF_ID, count(*) as n from inpatient group by DESYNPUF_ID) t group by 1`,
  ],
  [
    'readmission rate',
    `select 100.0 * count(*) filter (where n > 1) / count(*) as pct from (select DESYNPUF_ID, count(*) as n from inpatient group by DESYNPUF_ID) t`,
  ],
  [
    'stays of diabetics',
    `select b.SP_DIABETES, count(*) as stays, avg(i.CLM_PMT_AMT) as mean from inpatient i join bene b on i.DESYNPUF_ID = b.DESYNPUF_ID where b.BENE_YEAR = 2008 group by 1`,
  ],
  [
    'hospital rate',
    `select b.SP_CHF, count(distinct i.DESYNPUF_ID) * 100.0 / count(distinct b.DESYNPUF_ID) as pct from bene b left join inpatient i on b.DESYNPUF_ID = i.DESYNPUF_ID group by 1`,
  ],
  [
    'long stays',
    `select case when NCH_BENE_DSCHRG_DT - CLM_ADMSN_DT >= 7 then 'week and more' else 'less' end as length, count(*) as n from inpatient group by 1`,
  ],
  [
    'drug groups',
    `select left(CLM_DRG_CD, 1) as drg, count(*) as n, sum(CLM_PMT_AMT) as paid from inpatient group by 1 order by 1`,
  ],
  [
    'prescriptions',
    `select count(*) as n, count(distinct DESYNPUF_ID) as patients, sum(TOT_RX_CST_AMT) as cost from pde`,
  ],
  ['days of supply', `select DAYS_SUPLY_NUM, count(*) as n from pde group by 1 order by n desc`],
  [
    'cost by supply',
    `select DAYS_SUPLY_NUM, avg(TOT_RX_CST_AMT) as mean, sum(QTY_DSPNSD_NUM) as units from pde group by 1 order by 1`,
  ],
  ['own share of drugs', `select sum(PTNT_PAY_AMT) / sum(TOT_RX_CST_AMT) as share from pde`],
  [
    'drugs by quarter',
    `select floor((SRVC_DT - 13879) / 91.3125) as q, sum(TOT_RX_CST_AMT) as cost from pde group by 1 order by 1`,
  ],
  [
    'running total',
    `select q, cost, sum(cost) over (order by q) as running from (select floor((SRVC_DT - 13879) / 91.3125) as q, sum(TOT_RX_CST_AMT) as cost from pde group by 1) t order by q`,
  ],
  [
    'labellers',
    `select left(PROD_SRVC_ID, 5) as labeller, count(distinct DESYNPUF_ID) as patients, sum(TOT_RX_CST_AMT) as cost from pde group by 1 order by cost desc limit 10`,
  ],
  [
    'share of labellers',
    `select labeller, cost / sum(cost) over () as share from (select left(PROD_SRVC_ID, 5) as labeller, sum(TOT_RX_CST_AMT) as cost from pde group by 1) t order by share desc limit 10`,
  ],
  [
    'prescriptions per patient',
    `select avg(n) as mean, median(n) as mid from (select DESYNPUF_ID, count(*) as n from pde group by DESYNPUF_ID) t`,
  ],
  [
    'polypharmacy',
    `select least(floor(d / 10), 5) as tens, count(*) as patients from (select DESYNPUF_ID, count(distinct PROD_SRVC_ID) as d from pde group by DESYNPUF_ID) t group by 1 order by 1`,
  ],
  [
    'drug cost of heart failure',
    `select b.SP_CHF, sum(p.TOT_RX_CST_AMT) / count(distinct p.DESYNPUF_ID) as per_patient from pde p join bene b on p.DESYNPUF_ID = b.DESYNPUF_ID where b.BENE_YEAR = 2009 group by 1`,
  ],
  [
    'refund share',
    `select avg(PTNT_PAY_AMT) as own, avg(TOT_RX_CST_AMT) as cost, avg(PTNT_PAY_AMT) / avg(TOT_RX_CST_AMT) as share from pde where DAYS_SUPLY_NUM >= 30`,
  ],
  [
    'claims of both kinds',
    `select kind, count(*) as n, count(distinct DESYNPUF_ID) as patients from (select 'in' as kind, DESYNPUF_ID from inpatient union all select 'out' as kind, DESYNPUF_ID from outpatient union all select 'drug' as kind, DESYNPUF_ID from pde) t group by kind`,
  ],
  [
    'paid on both kinds',
    `select kind, sum(paid) as paid from (select 'in' as kind, CLM_PMT_AMT as paid from inpatient union all select 'out' as kind, CLM_PMT_AMT as paid from outpatient) t group by kind`,
  ],
  [
    'patients of both kinds',
    `select count(distinct i.DESYNPUF_ID) as patients from inpatient i join outpatient o on i.DESYNPUF_ID = o.DESYNPUF_ID`,
  ],
  [
    'variance of supply',
    `select var_samp(QTY_DSPNSD_NUM) as v, var_pop(QTY_DSPNSD_NUM) as p, stddev_pop(QTY_DSPNSD_NUM) as s from pde`,
  ],
  [
    'with totals',
    `select case when grouping(DAYS_SUPLY_NUM) = 1 then 'all' else 'days' end as line, DAYS_SUPLY_NUM, count(*) as n from pde where DAYS_SUPLY_NUM in (10, 20, 30, 90) group by rollup (DAYS_SUPLY_NUM)`,
  ],
]
