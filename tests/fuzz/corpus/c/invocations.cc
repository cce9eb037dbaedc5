DEFINE_TYPE (Lamp, lamp)
namespace light { class Kit_EXPORT Lamp { Lamp(int); itkNewMacro(Self); OPTION((a, b), {c}, "d")
	void dim() { rows = new Lamp *[4]; g_object_new(LAMP_TYPE_DESK, "width", 2, "lit", true, 0); }
}; }
#if A
LEFT(a
#else
RIGHT(
#endif
)
vtkStandardNewMacro(light::Lamp);
LAST(
