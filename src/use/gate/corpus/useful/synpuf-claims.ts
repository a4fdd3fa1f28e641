import type { Useful } from '../model.ts'

/** DE-SynPUF: physicians' and outpatient claims. Days since 1970 become years and months by arithmetic. */
export const SYNPUF_CLAIMS: readonly Useful[] = [
  ['claims and patients', `select count(*) as claims, count(distinct DESYNPUF_ID) as patients from carrier`],
  [
    'claims by year',
    `select floor(CLM_FROM_DT / 365.25) + 1970 as y, count(*) as n from carrier group by 1 order by 1`,
  ],
  [
    'claims by quarter',
    `select floor(CLM_FROM_DT / 91.3125) as q, count(*) as n, sum(LINE_NCH_PMT_AMT_1) as paid from carrier group by 1 order by 1`,
  ],
  [
    'top diagnoses',
    `select ICD9_DGNS_CD_1, count(distinct DESYNPUF_ID) as patients from carrier group by 1 order by 2 desc limit 10`,
  ],
  [
    'chapters',
    `select left(ICD9_DGNS_CD_1, 3) as chapter, count(distinct DESYNPUF_ID) as patients from carrier group by 1 having count(distinct DESYNPUF_ID) >= 50 order by 2 desc`,
  ],
  [
    'rank of chapters',
    `select chapter, n, dense_rank() over (order by n desc) as place from (select left(ICD9_DGNS_CD_1, 3) as chapter, count(*) as n from carrier group by 1) t order by place limit 10`,
  ],
  [
    'procedures',
    `select HCPCS_CD_1, count(*) as n, avg(LINE_ALOWD_CHRG_AMT_1) as allowed from carrier group by 1 order by n desc limit 10`,
  ],
  ['paid share', `select sum(LINE_NCH_PMT_AMT_1) / sum(LINE_ALOWD_CHRG_AMT_1) as share from carrier`],
  [
    'paid share by procedure',
    `select HCPCS_CD_1, sum(LINE_NCH_PMT_AMT_1) / nullif(sum(LINE_ALOWD_CHRG_AMT_1), 0) as share from carrier group by 1 order by share desc limit 10`,
  ],
  ['processing codes', `select LINE_PRCSG_IND_CD_1, count(*) as n from carrier group by 1 order by n desc`],
  [
    'denied or not',
    `select case when LINE_PRCSG_IND_CD_1 = 'A' then 'allowed' else 'other' end as kind, count(*) as n, sum(LINE_NCH_PMT_AMT_1) as paid from carrier group by 1`,
  ],
  ['both lines', `select sum(LINE_NCH_PMT_AMT_1) + sum(LINE_NCH_PMT_AMT_2) as paid from carrier`],
  [
    'with a second diagnosis',
    `select count(*) filter (where ICD9_DGNS_CD_2 is not null) * 1.0 / count(*) as share from carrier`,
  ],
  ['coinsurance', `select avg(LINE_COINSRNC_AMT_1) as mean, stddev(LINE_COINSRNC_AMT_1) as sd from carrier`],
  [
    'claims per patient',
    `select avg(n) as mean from (select DESYNPUF_ID, count(*) as n from carrier group by DESYNPUF_ID) t`,
  ],
  [
    'heavy users',
    `select case when n >= 60 then '60+' when n >= 20 then '20-59' else 'below 20' end as band, count(*) as patients from (select DESYNPUF_ID, count(*) as n from carrier group by DESYNPUF_ID) t group by 1`,
  ],
  [
    'diagnoses per patient',
    `select avg(d) as mean from (select DESYNPUF_ID, count(distinct ICD9_DGNS_CD_1) as d from carrier group by DESYNPUF_ID) t`,
  ],
  [
    'claims by sex',
    `select b.BENE_SEX_IDENT_CD, count(*) as n from carrier c join bene b on b.DESYNPUF_ID = c.DESYNPUF_ID where b.BENE_YEAR = 2008 group by 1`,
  ],
  [
    'paid for diabetics',
    `select b.SP_DIABETES, sum(c.LINE_NCH_PMT_AMT_1) / count(distinct c.DESYNPUF_ID) as per_patient from carrier c join bene b using (DESYNPUF_ID) where b.BENE_YEAR = 2009 group by 1`,
  ],
  [
    'members without claims',
    `select count(distinct b.DESYNPUF_ID) as members from bene b left join carrier c on b.DESYNPUF_ID = c.DESYNPUF_ID where c.HCPCS_CD_1 is null and c.ICD9_DGNS_CD_1 is null`,
  ],
  [
    'outpatient by year',
    `select floor(CLM_FROM_DT / 365.25) + 1970 as y, sum(CLM_PMT_AMT) as paid from outpatient group by 1`,
  ],
  ['outpatient mean', `select avg(CLM_PMT_AMT) as mean, median(CLM_PMT_AMT) as mid from outpatient`],
  [
    'outpatient diagnoses',
    `select ICD9_DGNS_CD_1, count(*) as n, sum(CLM_PMT_AMT) as paid from outpatient group by 1 order by n desc limit 10`,
  ],
  [
    'outpatient V codes',
    `select case when ICD9_DGNS_CD_1 like 'V%' then 'V code' else 'disease' end as kind, count(*) as n from outpatient group by 1`,
  ],
  [
    'deductible',
    `select sum(NCH_BENE_PTB_DDCTBL_AMT) as deductible, sum(NCH_BENE_PTB_COINSRNC_AMT) as coinsurance from outpatient`,
  ],
  [
    'coinsurance and payment',
    `select corr(NCH_BENE_PTB_COINSRNC_AMT, CLM_PMT_AMT) as r, regr_slope(NCH_BENE_PTB_COINSRNC_AMT, CLM_PMT_AMT) as slope from outpatient`,
  ],
  [
    'outpatient length',
    `select case when CLM_THRU_DT - CLM_FROM_DT >= 7 then 'week and more' else 'days' end as length, count(*) as n from outpatient group by 1`,
  ],
  [
    'outpatient procedures',
    `select left(HCPCS_CD_1, 2) as family, count(distinct DESYNPUF_ID) as patients from outpatient group by 1 order by 2 desc limit 12`,
  ],
  [
    'outpatient per patient',
    `select median(total) as mid from (select DESYNPUF_ID, sum(CLM_PMT_AMT) as total from outpatient group by DESYNPUF_ID) t`,
  ],
  [
    'outpatient by state',
    `select b.SP_STATE_CODE, sum(o.CLM_PMT_AMT) as paid from outpatient o join bene b on b.DESYNPUF_ID = o.DESYNPUF_ID where b.BENE_YEAR = 2008 group by 1 order by paid desc limit 6`,
  ],
  [
    'missing procedures',
    `select case when HCPCS_CD_1 is null then 'none' else 'given' end as procedure, count(*) as n, avg(CLM_PMT_AMT) as mean from outpatient group by 1`,
  ],
  [
    'two years side by side',
    `select a.chapter, a.n as n08, b.n as n09 from (select left(ICD9_DGNS_CD_1, 3) as chapter, count(*) as n from outpatient where CLM_FROM_DT < 14245 group by 1) a join (select left(ICD9_DGNS_CD_1, 3) as chapter, count(*) as n from outpatient where CLM_FROM_DT >= 14245 group by 1) b on a.chapter = b.chapter order by 2 desc limit 10`,
  ],
]
