import ts from 'typescript';
import {readFileSync,writeFileSync} from 'node:fs';
import {execSync} from 'node:child_process';
const files=execSync("git ls-files 'src/*.ts' 'bench/*.ts' 'scripts/*.ts' 'suites/*.ts' 'examples/*.ts'").toString().trim().split('\n');
type R={in?:RegExp,not?:RegExp,ids?:Record<string,string>,prose?:[RegExp,string][],strings?:Record<string,string>};
const baseline=/^src\/(judge|run\/(lanes|plan|minimise|again|survey|restore|outcome)|record|contract)\//;
const rules:R[]=[
 {in:/^src\/judge\/(flock|flight|fire|budget|followed|isolated|bench|solo|another-writer|prepared|target|base-body|later)[.\w-]*ts$|^src\/run\/again\/(record-run|is-probe)\.ts$|^src\/run\/plan\/(deal-flights|lanes-of)|^src\/run\/minimise\/|^src\/run\/lanes\/lane\.ts|^src\/record\/record\.ts|^src\/contract\/(scenarios|legal\.test|probe|requirement)|^bench\//,ids:{rest:'baseline'},strings:{rest:'baseline'},prose:[[/\bat rest\b/g,'at its baseline'],[/\bfrom rest\b/g,'from the baseline'],[/\bto rest\b/g,'to its baseline'],[/\bresting state\b/g,'baseline']]},
 {in:/^src\/run\/(again\/(record-run|recorded-plan|is-probe)|plan\/|lanes\/)|^src\/judge\/(later|flight)|^src\/cli\/commands\/dry-run/,ids:{later:'afterASecond',laterRequests:'afterASecondRequests'}},
 {ids:{aSecondLater:'afterASecond'}},
 {in:/^src\/(config\/sources|run\/suite|cli\/|config)/,ids:{}},
 
 {in:/^src\/contract\/json-families.ts$/,ids:{base:'body'}},{in:/lanes-of.ts$/,ids:{base:'own_'}},
 {ids:{patience:'retryPolicy',Patience:'RetryPolicy',PATIENCE:'PATIENT_FACTOR'},prose:[[/\bpatience\b/g,'retry policy'],[/\bPatience\b/g,'Retry policy']],not:/^src\/mock\//},
 {ids:{Pace:'RateLimiter',pace:'rateLimiter'},in:/^src\/(judge|run|engine|matrix)/},
 {ids:{Gate:'ConcurrencyLimiter',gate:'concurrencyLimiter'},in:/^src\/(judge|run|engine|matrix\.fixture)/},
 {ids:{Knocking:'OutageEnvironment',knock:'ping','#knock':'#pingUntilBack',knocking:'pinging',knocks:'pings'},prose:[[/\bknocks\b/g,'pings'],[/\bknock\b/g,'ping'],[/\bknocked\b/g,'pinged'],[/\bKnocks\b/g,'Pings'],[/\bknocking\b/g,'pinging']]},
 {ids:{twin:'base',twins:'bases',twinOf:'baseOf',twinsOf:'basesOf',twinHolds:'baseHolds',Twin:'Base'},prose:[[/\btwins\b/g,'base bodies'],[/\btwin\b/g,'base body'],[/\bTwins\b/g,'Base bodies'],[/\bTwin\b/g,'Base body']],strings:{twin:'base',twins:'bases'}},
 {ids:{AROUND_FLOCK:'AROUND_BATCH',FLOCK:'BATCH',Flock:'Batch',flock:'batch',flockMark:'batchMark',flockOf:'batchOf',flocks:'batches',openFlocks:'openBatches'},prose:[[/\bflocks\b/g,'batches'],[/\bflock\b/g,'batch'],[/\bFlocks\b/g,'Batches'],[/\bFlock\b/g,'Batch']],strings:{flock:'batch',flocks:'batches'}},
 {in:baseline,ids:{AtRest:'AtBaseline',atRest:'atBaseline',bringToRest:'bringToBaseline',setToRest:'setToBaseline',restUnlike:'baselineUnlike',restAround:'baselineAround',touchedAtRest:'touchedWhileIdle',fromRest:'fromBaseline',theRestingState:'theBaseline',restBut:'baselineBut',restOf:'baselineOf',rests:'baselines',rested:'atBaseline'}},
 {ids:{fromRest:'fromBaseline',touchedAtRest:'touchedWhileIdle',restOf:'baselineOf'},in:/^suites|^src|^bench/},
 {ids:{Bench:'ServiceSession',bench:'session',benches:'sessions',benchesOf:'sessionsOf'},in:/^src\//,prose:[[/\bbenches\b/g,'sessions of services'],[/\bbench\b/g,'session of the service']]},
 {ids:{Ground:'Survey',ground:'surveyed',groundOf:'surveyOf'},in:/^src\/run|^bench/},
 {ids:{Rehearsal:'RecordedRun',rehearsal:'recordedRun'},in:/^src\/(run|engine)/},
 {ids:{Retrial:'Resending',retrial:'resending'}},
 {ids:{startSpecimen:'startMutant',Specimen:'Mutant',specimen:'mutant'},prose:[[/\bspecimens\b/g,'mutants'],[/\bspecimen\b/g,'mutant']]},
 {ids:{startCrew:'startWorkers',Crew:'Workers',crew:'workers'},prose:[[/\bcrew\b/g,'workers']]},
 {ids:{Lattice:'IntegerRange',latticeOf:'integerRangeOf',lattice:'range'},prose:[[/\blattice\b/g,'range']]},
 {ids:{Sieve:'BoundedFilter',sieve:'boundedFilter',isWorthSieving:'isWorthFiltering'},prose:[[/\bsieve\b/g,'bounded filter'],[/\bsieved\b/g,'filtered']]},
];
const report:string[]=[];
for(const f of files){
  const text=readFileSync(f,'utf8');
  const act=rules.filter(r=>(!r.in||r.in.test(f))&&(!r.not||!r.not.test(f)));
  if(act.length===0)continue;
  const sf=ts.createSourceFile(f,text,ts.ScriptTarget.Latest,true);
  const edits:[number,number,string][]=[];
  const exact=new Set<string>();
  const ids:Record<string,string>=Object.assign(Object.create(null),...act.map(r=>r.ids??{}));
  const strs:Record<string,string>=Object.assign(Object.create(null),...act.map(r=>r.strings??{}));
  const targets=new Set(Object.values(ids));
  const idents=new Set<string>();
  const visit=(n:ts.Node)=>{
    if((ts.isIdentifier(n)||ts.isPrivateIdentifier(n))){ idents.add(n.text); const to=ids[n.text]; if(to&&!(n.text==='rest'&&(/\.\.\.$/.test(text.slice(0,n.getStart()).slice(-3))&&ts.isBindingElement(n.parent)||f.endsWith('requirement.ts')))) {edits.push([n.getStart(),n.end,to]);exact.add(n.text);} }
    else if(ts.isStringLiteral(n)){ const p=n.parent; if(strs[n.text]&&!(ts.isCallExpression(p)&&/markedName/.test(p.expression.getText()))&&!ts.isImportDeclaration(p)) edits.push([n.getStart(),n.end,text[n.getStart()]+strs[n.text]+text[n.getStart()]]); else if(!ts.isImportDeclaration(p)&&!ts.isExportDeclaration(p)&&/ /.test(n.text)&&!f.startsWith('src/mock')) prose(n.getStart(),n.end);}
    else if(ts.isTemplateHead(n)||ts.isTemplateMiddleOrTemplateTail(n)||ts.isNoSubstitutionTemplateLiteral(n)) {if(!f.startsWith('src/mock'))prose(n.getStart(),n.end);}
    ts.forEachChild(n,visit);
  };
  const prose=(a:number,b:number)=>{const t=text.slice(a,b);let u=t;for(const r of act)for(const[x,y]of r.prose??[])u=u.replace(x,y);if(u!==t)edits.push([a,b,u]);};
  visit(sf);
  // comments
  const seen=new Set<number>();
  const comments=(pos:number)=>{for(const c of [...(ts.getLeadingCommentRanges(text,pos)??[]),...(ts.getTrailingCommentRanges(text,pos)??[])])if(!seen.has(c.pos)){seen.add(c.pos);if(!f.startsWith('src/mock'))prose(c.pos,c.end);}};
  const walk=(n:ts.Node)=>{comments(n.getFullStart());comments(n.end);n.getChildren(sf).forEach(walk)};walk(sf);
  for(const e of exact){const to=ids[e]!;if(idents.has(to))report.push(`${f}: ${e} -> ${to} exists`);}
  const byPos=new Map(edits.map(e=>[e[0],e]));
  let out=text;for(const[a,b,u]of [...byPos.values()].sort((x,y)=>y[0]-x[0]))out=out.slice(0,a)+u+out.slice(b);
  if(out!==text)writeFileSync(f,out);
}
console.log(report.join('\n'));
