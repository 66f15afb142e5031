"""Style and script of the control page; the colours are those of the terminal's pages."""

STYLE = """
:root{--ground:#DFE3E6;--panel:#F2F4F5;--raised:#FAFBFC;--control:#FFF;--line:#C9D0D6;--edge:#6C7882;--text:#182027;
--text2:#46525C;--accent:#135E9E;--fill:#135E9E;--over:#B0231A;--ok:#2F6B50;--unsent:#14627A;--unsent-bg:#D5E9EE}
@media(prefers-color-scheme:dark){:root{--ground:#15181B;--panel:#1C2024;--raised:#23282D;--control:#2B3137;
--line:#343B42;--edge:#7A858F;--text:#E4E8EB;--text2:#ABB4BC;--accent:#6CB1EC;--fill:#1F5C92;--over:#FF7B6E;
--ok:#86B8A0;--unsent:#76C3D6;--unsent-bg:#16323A}}
*{box-sizing:border-box;margin:0}
html{font:16px/1.5 "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--text);
background:var(--ground);font-variant-numeric:tabular-nums}
body{max-width:960px;margin:0 auto;background:var(--panel);min-height:100vh;padding:16px}
h1{font-size:20px}h2{font-size:17px;margin:20px 0 4px}p{color:var(--text2)}small{color:var(--text2);font-size:13px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:8px;margin:16px 0}
.card{background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:10px 12px}
.card b{display:block;font-size:22px;line-height:28px}.card span{color:var(--text2);font-size:14px}
.pace .behind,.pace[data-state=behind] .keeping{display:none}
.pace[data-state=behind] .behind{display:inline;color:var(--over);font-weight:700}.pace .keeping{color:var(--ok)}
details{background:var(--raised);border:1px solid var(--line);border-radius:4px;margin-top:8px;padding:0 12px}
summary{min-height:44px;line-height:44px;cursor:pointer;font-weight:700}
ul{list-style:none;padding:0 0 8px}li{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;min-height:52px;
border-top:1px solid var(--line);padding:4px 0}.who{flex:1 1 220px;overflow-wrap:anywhere}
.wait{color:var(--text2);font-size:14px;min-width:96px}
form{display:flex;gap:8px;align-items:center}
button{font:inherit;min-height:44px;border-radius:4px;border:1px solid var(--edge);background:var(--control);
color:var(--text);padding:0 14px;cursor:pointer}.take button{background:var(--fill);border-color:var(--fill);color:#fff}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
li[data-taken=true] .take,li[data-taken=false] .give{display:none}
.give span{background:var(--unsent-bg);color:var(--unsent);border-radius:3px;padding:2px 8px;font-size:14px}
table{border-collapse:collapse;margin-bottom:12px}td{padding:2px 16px 2px 0;border-top:1px solid var(--line)}
td+td{text-align:right}
"""

SCRIPT = """
const one=(s,r=document)=>r.querySelector(s), all=(s,r=document)=>r.querySelectorAll(s);
function shown(e){const at=Number(e.dataset.now);
 e.textContent=new Date(at).toLocaleString('sv',{timeZone:e.dataset.zone})}
function show(told){
 const now=one('[data-now]');now.dataset.now=told.now;shown(now);
 one('.pace').dataset.state=told.behind_now?'behind':'keeping';
 for(const e of all('[data-number]'))e.textContent=told[e.dataset.number];
 for(const e of all('[data-verb]')){const n=told.verbs[e.dataset.verb]??0;e.textContent=n;e.parentNode.hidden=!n}
 const taken=new Set(told.taken);
 for(const e of all('[data-login]')){const who=e.dataset.login;
  one('[data-waiting]',e).textContent=told.waiting[who]??0;e.dataset.taken=String(taken.has(who))}}
shown(one('[data-now]'));
setInterval(async()=>{try{const a=await fetch('state',{cache:'no-store'});if(a.ok)show(await a.json())}catch{}},2000);
"""
