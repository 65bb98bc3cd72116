import axios from 'axios';
import https from 'node:https';
import { createTestClient } from '../integration/media-support.ts';
const [o='',mode='']=process.argv.slice(2);
const t=performance.now(); const c0=process.cpuUsage(); let n=0,cnt=0;
if(mode==='axios'){const r=await axios.get(o+'/large.png',{responseType:'stream',adapter:'http',decompress:false,httpsAgent:new https.Agent({rejectUnauthorized:false,keepAlive:true}),proxy:false,maxRedirects:0});
 console.log(r.data.constructor.name);
 for await(const c of r.data){n+=c.length;cnt++}}
if(mode==='client'){const c=createTestClient(o);const r=await c.download({url:o+'/large.png',signal:new AbortController().signal});if(!r.ok)throw 1;for await(const x of r.value.body){n+=x.length;cnt++}}
const c1=process.cpuUsage(c0);
console.log(mode,n,cnt,((performance.now()-t)/1000).toFixed(2),'cpu',((c1.user+c1.system)/1e6).toFixed(2));process.exit();
