const root=document.documentElement,button=document.getElementById("language");
const show=lang=>{root.lang=lang;button.textContent=lang==="zh"?"English":"中文"};
button.addEventListener("click",()=>show(root.lang==="zh"?"en":"zh"));
for(const input of document.querySelectorAll("input[data-list]")){
  const rows=[...document.querySelectorAll("#"+input.dataset.list+" [data-row]")];
  input.addEventListener("input",()=>{
    const words=input.value.trim().toLowerCase().split(/\s+/);
    for(const row of rows){const text=row.textContent.toLowerCase();row.hidden=!words.every(word=>text.includes(word))}
  });
}
